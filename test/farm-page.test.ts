// Takes 36 s.
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import t from 'tap'
import type { Test } from 'tap'
import type { Browser, Page } from 'playwright-core'
import { fastify } from 'fastify'
import { contentSecurityPolicy, type View } from '../agent/ui/page.js'
import type { DeliveryStatus } from '../agent/release/delivery-status.js'
import type { HealthDocument } from '../agent/health/agent-health.js'
import { boardPage } from '../agent/ui/board-page.js'
import { orderFormPage } from '../agent/ui/order-form-page.js'
import { publishPage } from '../agent/ui/publish-page.js'
import { submitPage } from '../agent/ui/submit-page.js'
import { uploadsPage } from '../agent/ui/uploads-page.js'
import { orderPage } from '../agent/ui/order-page.js'
import { projectListPage } from '../agent/ui/project-list-page.js'
import { hotUpdatePage } from '../agent/ui/hot-update-page.js'
import { releasePage } from '../agent/ui/release-page.js'
import { servedPage } from '../agent/ui/served-page.js'
import { accountPage } from '../agent/ui/account-page.js'
import { auditPage } from '../agent/ui/audit-page.js'
import { loginPage } from '../agent/ui/login-page.js'
import { confirmPage, type Confirmation } from '../agent/ui/confirm-page.js'
import { errorPage } from '../agent/ui/error-page.js'
import { machinePage, type MachineView } from '../agent/ui/machine-page.js'
import { runPage, type RunPageView } from '../agent/ui/run-page.js'
import { icon } from '../agent/ui/icon.js'
import { farmPage } from '../agent/ui/farm-page.js'
import { FarmPatches, type FarmPatch } from '../agent/ui/farm-patches.js'
import { liveScript } from '../agent/ui/live-script.js'
import { style } from '../agent/ui/style.js'
import { accessViolations, launchBrowser, whyNoBrowser } from './support/browser.js'
import { exampleBoard, exampleRelease } from './support/example-board.js'
import { examplePublication, exampleSubmission, exampleUploads } from './support/example-sendings.js'
import { exampleOrder, exampleOrderForm } from './support/example-orders.js'
import { exampleFarm } from './support/example-farm.js'
import { startedAgent } from './support/started-agent.js'

const long = 'units/with-a-name-that-no-phone-has-room-for/骑士/knight'
const run: RunPageView = {
  id: 'r1',
  kind: 'assets',
  project: 'dk',
  state: 'failed',
  startedAt: '2026-11-22T20:54:00.000Z',
  durationMs: 900,
  total: 3,
  cached: 1,
  actions: [['layout', 'cached', 0, 40], ['page', 'executed', 200, 700], ['sheet', 'failed', 900, 1]].map((
    [step, state, startMs, durationMs]
  ) => ({
    id: `${long} ${step}`,
    rule: 'units',
    state: String(state),
    startMs: Number(startMs),
    durationMs: Number(durationMs)
  })),
  why: [{ action: `${long} page`, durationMs: 700, reasons: ['the content of knight.png changed'] }],
  sheets: [{
    path: 'units/knight.plist',
    pictureUrl: '/ui/icon.svg',
    width: 2048,
    height: 1024,
    frames: [{ name: 'knight.png', x: 0, y: 0, width: 64, height: 64 }]
  }],
  difference: { added: ['a.png'], changed: ['b.png'], removed: [], thanId: 'r0' },
  error: 'units/knight.png is no picture'
}
const confirmation: Confirmation = {
  question: 'Drain mac-02?',
  target: '/confirm',
  back: '/',
  fields: { minutes: '60' },
  note: 'new disk',
  asksWhy: true,
  asksToken: true,
  isDanger: true,
  problem: 'nobody would be left',
  canForce: true
}

function machineIn ({ nowMs, view: { rows } }: ReturnType<typeof exampleFarm>): MachineView {
  const row = rows.find(({ device }) => device === 'mac-02')!
  const span = { count: 1, min: 5, max: 9, worst: 0 }
  return {
    device: row.device,
    row,
    health: {
      checks: [{
        id: 'disk.workspace',
        state: 'warn',
        value: 8.1e9,
        unit: 'bytes',
        warn: 1e10,
        fail: 1e9,
        since: row.since,
        hint: 'Remove old workspaces.',
        subject: '/builds'
      }],
      reasons: row.reasons.map(reason => ({ ...reason, value: null, unit: '', warn: null, fail: null })),
      facts: null,
      grade: 'poor',
      version: '1'
    } as unknown as HealthDocument,
    series: new Map([['disk.workspace', [{ ...span, atMs: nowMs - 60_000, sum: 5 }, {
      ...span,
      atMs: nowMs,
      sum: 9
    }]]]),
    changes: [{ atMs: nowMs - 720_000, grade: 'poor', reasons: ['drive.disk0'] }],
    jobs: [],
    fromMs: nowMs - 86_400_000,
    day: row.day ?? undefined
  }
}

/** The farm page as the agent serves it, over a farm that tests change. */
async function serve (t: Test) {
  const farm = exampleFarm(Date.UTC(2026, 10, 22, 21))
  const listeners = new Set<() => void>()
  const sent: Array<FarmPatch | undefined> = []
  const app = fastify({ forceCloseConnections: true })
  const viewOf = (url: string): View => {
    const search = url.split('?')[1] ?? ''
    const locale = new URLSearchParams(search).get('lang') === 'zh' ? 'zh-CN' : 'en'
    const visitor = {
      formToken: 'f'.repeat(43),
      name: '李雷',
      canSignIn: true,
      seesFarm: true,
      isAdmin: true
    }
    return { locale, nowMs: farm.nowMs, path: '/', search, visitor }
  }
  app.get('/', async ({ url }, reply) =>
    await reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .send(farmPage(viewOf(url), farm.view)))
  const pages: Record<string, (view: View) => string> = {
    '/runs/r1': view => runPage(view, run),
    '/machines/mac-02': view => machinePage(view, machineIn(farm)),
    '/releases': view =>
      projectListPage(view, [{ project: 'dk', last: exampleBoard(farm.nowMs, 0, 0).history[0]! }]),
    '/projects/dk': view => boardPage(view, exampleBoard(farm.nowMs, 12, 9)),
    '/projects/dk/releases/1.1-2': view =>
      releasePage(view, exampleRelease(farm.nowMs), {
        edit: { state: { seen: 1, key: 'k', why: '' } },
        mayUndo: { project: 'dk', role: 'release' }
      }),
    '/projects/dk/orders': view => orderFormPage(view, exampleOrderForm(farm.nowMs)),
    '/projects/dk/orders/x2': view => orderPage(view, exampleOrder(farm.nowMs)),
    '/projects/dk/orders/x3': view =>
      orderPage(view, { ...exampleOrder(farm.nowMs), isPlan: true, state: 'done' }),
    '/projects/dk/releases/1.1-2/submit': view =>
      submitPage(view, exampleSubmission, { seen: 1, key: 'k', why: '' }),
    '/projects/dk/releases/1.1-2/publish': view => publishPage(view, examplePublication),
    '/projects/dk/releases/1.1-2/uploads': view => uploadsPage(view, exampleUploads),
    '/projects/dk/hot-updates': view =>
      hotUpdatePage(view, {
        project: 'dk',
        mayRelease: true,
        hasCheckout: true,
        lines: [{
          target: 'live',
          native: '1.1',
          version: '1.1.0.3',
          isEnded: false,
          also: ['review-1/1.1'],
          downloads: [{ from: '1.1.0.1', bytes: 12_345_678, bytesWithDeltas: 2_345_678 }],
          earlier: [{ version: '1.1.0.1', at: new Date(farm.nowMs).toISOString(), release: '1.1-2' }],
          nextVersion: '1.1.0.4'
        }]
      }, { seen: 1, key: 'k', why: '' }),
    '/projects/dk/served': view =>
      servedPage(view, {
        project: 'dk',
        revision: 1,
        pending: null,
        publishers: [{
          place: '/www',
          reach: {},
          targets: ['live'],
          state: 'differs',
          differences: [{ target: 'live', what: 'release', expected: '1.1-2', found: null }]
        }]
      } as unknown as DeliveryStatus),
    '/login': view =>
      loginPage({ ...view, visitor: { ...view.visitor!, name: undefined } }, {
        back: '/releases',
        name: 'ann',
        problem: 'The name or the password is wrong.',
        hasUsers: true,
        provider: 'Keycloak'
      }),
    '/account': view =>
      accountPage(view, {
        name: '李雷',
        roles: { dk: 'release', '*': 'read' },
        hasPassword: true,
        leastPassword: 10,
        problem: 'The password has 3 characters.',
        isChanged: true
      }),
    '/audit': view =>
      auditPage(view, [{
        at: new Date(farm.nowMs - 60_000).toISOString(),
        action: 'POST /v1/projects/:project/targets/:target/lines/:native/open',
        by: '李雷',
        from: '2001:db8::1234:5678',
        device: 'mac-01',
        details: { project: 'dk', native: '1.0', why: 'the store said so', status: 403 }
      }]),
    '/confirm': view => confirmPage(view, confirmation),
    '/error': view => errorPage(view, 'no such <machine>', 'Look at the list.')
  }
  for (const [path, text] of Object.entries(pages)) {
    app.get(path, async ({ url }, reply) => await reply.type('text/html').send(text(viewOf(url))))
  }
  app.get('/ui/style.css', async (_request, reply) => await reply.type('text/css').send(style))
  app.get('/ui/icon.svg', async (_request, reply) => await reply.type('image/svg+xml').send(icon))
  app.get('/ui/live.js', async (_request, reply) => await reply.type('text/javascript').send(liveScript))
  app.get('/ui/farm-events', async (request, reply) => {
    const patches = new FarmPatches()
    patches.next(viewOf(request.url), farm.view)
    reply.hijack()
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream' })
    reply.raw.write(': here\n\n')
    const tell = (): void => {
      const patch = patches.next(viewOf(request.url), farm.view)
      sent.push(patch)
      reply.raw.write(`event: patch\ndata: ${JSON.stringify(patch)}\n\n`)
    }
    listeners.add(tell)
    request.raw.on('close', () => listeners.delete(tell))
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  t.teardown(async () => {
    await app.close()
  })
  return {
    url,
    paths: Object.keys(pages),
    farm,
    sent,
    change: () => {
      for (const tell of listeners) tell()
    }
  }
}

t.test('the page of five hundred machines is under 100 KB on the wire', async t => {
  const { view, nowMs } = exampleFarm(Date.UTC(2026, 10, 22, 21))
  // No two alike: names, times, days and figures differ as those of real machines do.
  const rows = Array.from({ length: 500 }, (_, index) => {
    const row = view.rows[index % view.rows.length]!
    const since = new Date(nowMs - (index * 7919 % 100_000) * 1000).toISOString()
    const day = row.day &&
      { ...row.day, grades: row.day.grades.slice(index % 90) + row.day.grades.slice(0, index % 90) }
    const name = `${row.device}-${String(index * 104_729 % 10_007)}`
    const reasons = row.reasons.map(reason => ({
      ...reason,
      since,
      problem: `${index * 31 % 977} ms in /builds/${index}`
    }))
    return {
      ...row,
      device: name,
      address: `http://${name}.farm:7420`,
      since,
      day,
      reasons,
      running: index % 3
    }
  })
  const html = farmPage({ locale: 'en', nowMs, path: '/' }, { ...view, rows })
  for (
    const size of [
      gzipSync(html).length,
      brotliCompressSync(html, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
        .length
    ]
  ) {
    t.ok(size < 100_000, `${size} bytes`)
  }
})

t.test('the board of two hundred versions at twenty targets is under 150 KB on the wire', async t => {
  const nowMs = Date.UTC(2026, 10, 22, 21)
  const html = boardPage({ locale: 'en', nowMs, path: '/projects/dk' }, exampleBoard(nowMs, 200, 20))
  t.equal(html.match(/<td><div>/g)?.length, 4000)
  const size = gzipSync(html).length
  t.ok(size < 150_000, `${size} bytes`)
  t.match(html, /<b class="ok">live<\/b>\s*<span class="dim small">[\d.]+ % of players/)
})

t.test('the farm page in a real browser', { skip: whyNoBrowser }, async t => {
  const browser = await launchBrowser(t)
  const open = async (
    t: Test,
    url: string,
    options: Parameters<Browser['newPage']>[0] = {}
  ): Promise<{ page: Page, errors: string[] }> => {
    const page = await browser.newPage(options)
    t.teardown(async () => {
      await page.close()
    })
    const errors: string[] = []
    page.on('console', line => {
      if (line.type() === 'error') errors.push(line.text())
    })
    page.on('pageerror', error => errors.push(error.message))
    await page.goto(url)
    return { page, errors }
  }

  t.test('shows every machine, and what changes appears by itself', async t => {
    const { url, farm, change, sent } = await serve(t)
    const { page, errors } = await open(t, url)
    t.equal(await page.locator('#machines tbody tr').count(), farm.view.rows.length)
    await page.locator('#live').waitFor({ state: 'visible' })
    const [first] = farm.view.rows
    Object.assign(first!, {
      grade: 'poor',
      since: '2020-01-01T00:00:00.000Z',
      reasons: [{ id: 'disk.cache', state: 'fail', since: '2026-11-22T20:59:00.000Z', hint: 'x' }]
    })
    farm.nowMs += 60_000
    change()
    await page.locator(`#machines tbody tr:first-child[id="machine-${first!.device}"] .grade.poor`).waitFor()
    t.match(await page.locator('#cards').textContent(), /2\s*poor/)
    t.same(Object.keys(sent[0]!.rows), [`machine-${first!.device}`], 'of the machines only that row was sent')
    t.same(Object.keys(sent[0]!.parts), ['cards', 'labels'])
    t.same(errors, [], 'nothing breaks the policy')
  })

  t.test('is whole without JavaScript, in Chinese too', async t => {
    const { url, farm } = await serve(t)
    const { page } = await open(t, `${url}/?lang=zh`, { javaScriptEnabled: false })
    t.equal(await page.locator('#machines tbody tr').count(), farm.view.rows.length)
    t.equal(await page.locator('html').getAttribute('lang'), 'zh-CN')
    t.match(await page.locator('h1').textContent(), '机群')
    t.equal(await page.locator('#live').isVisible(), false)
  })

  t.test('shows jobs of all machines with their progress, runs with links to where they are, seats and who waits', async t => {
    const { url } = await serve(t)
    const { page } = await open(t, url, { javaScriptEnabled: false })
    t.equal(await page.locator('#machines svg.spark').count(), 5, 'the day of every machine')
    t.match(
      await page.locator('#labels tbody').textContent(),
      /macos\s*2 \/ 3\s*0\s*0\s.*linux\s*2 \/ 2\s*3\s*1\s/s
    )
    t.same(
      await page.evaluate(
        '[...document.querySelectorAll("#jobs progress")].map(bar => [bar.value, bar.max])'
      ),
      [[271, 412], [30, 900]]
    )
    t.match(await page.locator('#jobs tbody tr').nth(1).textContent(), /package.*9 actions/s)
    t.same(
      await page.evaluate(
        '[...document.querySelectorAll("#runs tbody a")].map(link => link.getAttribute("href"))'
      ),
      ['/runs/r3', 'http://mac-03.farm:7420/runs/r2', 'http://mac-03.farm:7420/runs/r1']
    )
    t.match(await page.locator('#cards').textContent(), /88 %Cache hits\s+8 minTime saved/)
    t.match(
      await page.locator('#seats tbody').textContent(),
      /held.*linux-03.*9 min.*kept for a moment.*mac-01.*waits, position 1.*linux-04.*2 min/s
    )
    t.equal(await page.locator('#seats button').count(), 2, 'a seat that is held can be released')
  })

  t.test('the worst machine is first; what is shown, and in which order, stands in the address', async t => {
    const { url, farm } = await serve(t)
    const names = async (page: Page): Promise<unknown> =>
      await page.evaluate(
        '[...document.querySelectorAll("#machines tbody th a")].map(link => link.textContent)'
      )
    const { page } = await open(t, url)
    t.same(await names(page), ['mac-02', 'mac-01', 'linux-03', 'linux-04', 'mac-03'])
    await page.getByLabel('Labels').selectOption('ios')
    await page.waitForURL(/label=ios/)
    t.same(await names(page), ['mac-01', 'mac-03'])
    t.match(await page.locator('#machines-title').textContent(), 'Machines: 2 of 5')
    await page.locator('nav a[lang=zh]').click()
    await page.waitForURL(/lang=zh/)
    t.same(await names(page), ['mac-01', 'mac-03'], 'the other language shows the same ones')
    await page.locator('#cards a', { hasText: '降级' }).click()
    await page.waitForURL(/grade=degraded/)
    t.same(await names(page), ['mac-01'])
    await page.goto(`${url}/?sort=disk`)
    t.match(await page.locator('#machines tbody tr').first().textContent(), /mac-01[^]*8\.1 GB/)
    await page.goto(`${url}/?q=smart+failing&sort=name`)
    t.same(await names(page), ['mac-02'])
    Object.assign(farm.view.rows[0]!, { isSilent: true })
    await page.goto(`${url}/?state=silent&grade=nonsense`)
    t.equal(await page.locator('#machines tbody tr').count(), 1)
  })

  t.test('escapes what machines call themselves', async t => {
    const { url, farm } = await serve(t)
    Object.assign(farm.view.rows[0]!, {
      device: '<img src=x onerror=alert(1)>',
      model: '"><script>alert(1)</script>',
      labels: ['</td><b>'],
      address: 'http://x/"><i>',
      grade: 'poor',
      since: '2000-01-01T00:00:00.000Z',
      reasons: [],
      work: [{
        id: 'j1',
        kind: '<i>',
        name: '<i>feature/<script>',
        startedAt: '2026-11-22T20:59:00.000Z',
        done: 1,
        total: 2
      }],
      runs: [{
        id: 'r1',
        kind: '<i>',
        project: '<i>',
        state: '<i>',
        startedAt: '2026-11-22T20:59:00.000Z',
        durationMs: 1,
        total: 1,
        cached: 0,
        savedMs: 0
      }]
    })
    Object.assign(farm.view.seats[0]!, { licence: '<i>', device: '"><i>' })
    Object.assign(farm.view.waiters[0]!, { licence: '<i>', device: '<i>' })
    Object.assign(farm.view, { problems: ['<i>'] })
    const { page, errors } = await open(t, url)
    t.equal(await page.locator('main img, main script, main b b, main i').count(), 0)
    t.match(
      await page.locator('#machines th[scope=row]').first().textContent(),
      '<img src=x onerror=alert(1)>'
    )
    t.same(errors, [])
  })

  t.test('the board and a release fit a phone, show text as text, and compare without JavaScript', async t => {
    const { url } = await serve(t)
    const { page, errors } = await open(t, `${url}/projects/dk?lang=zh`, {
      viewport: { width: 360, height: 740 },
      javaScriptEnabled: false
    })
    t.ok(
      await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
      'the board sticks not out'
    )
    t.equal(await page.locator('main b:not(.ok), main script').count(), 0)
    t.equal(await page.locator('#versions b.ok').count(), 9)
    await page.goto(`${url}/projects/dk/releases/1.1-2?lang=zh`)
    t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'the release neither')
    t.match(await page.locator('.notes').textContent(), '<script>')
    await page.getByLabel('与之比较').selectOption('1.0-1')
    await page.getByRole('button', { name: '比较' }).click()
    t.match(page.url(), /\?lang=zh&with=1\.0-1$/)
    t.match(await page.locator('#comparison').textContent(), /从 1\.1-1 到 1\.1-2[^]*knight\.png[^]*新增/)
    t.same(errors, [])
  })

  t.test('no page is wider than its window, in English, whose words are the longer ones', async t => {
    const { url, paths } = await serve(t)
    const { page } = await open(t, url, { javaScriptEnabled: false })
    for (const path of ['/', ...paths]) {
      await page.goto(`${url}${path}?lang=en`)
      for (const width of [1200, 900, 740, 420]) {
        await page.setViewportSize({ width, height: 740 })
        const shown = await page.evaluate('document.documentElement.scrollWidth')
        t.ok(Number(shown) <= width, `${path} ${width}: ${shown}`)
      }
    }
  })

  t.test('a short Chinese word in a cell is not broken, and no page is wider for it', async t => {
    const { url, paths } = await serve(t)
    const { page } = await open(t, url, { javaScriptEnabled: false })
    for (const path of ['/', ...paths]) {
      await page.goto(`${url}${path}?lang=zh`)
      for (const width of [1200, 900, 740, 420]) {
        await page.setViewportSize({ width, height: 740 })
        const [shown, broken] = await page.evaluate(`[
          document.documentElement.scrollWidth,
          [...document.querySelectorAll('td')]
            .filter(({ firstChild, children, offsetParent }) =>
              offsetParent !== null && children.length === 0 && /^[\\u4e00-\\u9fff]{1,5}$/.test(firstChild?.data))
            .filter(({ firstChild }) => {
              const range = document.createRange()
              range.selectNodeContents(firstChild)
              return range.getClientRects().length > 1
            })
            .map(cell => cell.textContent)
        ]`) as [number, string[]]
        t.ok(shown <= width, `${path} ${width}: ${shown}`)
        t.same(broken, [], `${path} ${width}`)
      }
    }
  })

  t.test('fits a phone, and is reached by keyboard', async t => {
    const { url } = await serve(t)
    const { page } = await open(t, url, { viewport: { width: 360, height: 740 } })
    t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing sticks out')
    await page.keyboard.press('Tab')
    t.match(await page.evaluate('document.activeElement.className'), 'skip')
    await page.keyboard.press('Enter')
    await page.waitForURL(/#main$/)
  })

  t.test("a run's timeline fits a phone: long names wrap, and each bar stands below its name", async t => {
    const { url } = await serve(t)
    const { page } = await open(t, `${url}/runs/r1`, {
      viewport: { width: 360, height: 740 },
      javaScriptEnabled: false
    })
    const items = page.locator('.timeline li')
    t.equal(await items.count(), run.actions.length)
    t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing sticks out')
    const [name, bar] = await Promise.all(
      ['span', 'svg'].map(async part => (await items.first().locator(`> ${part}`).boundingBox())!)
    )
    t.ok(bar!.y >= name!.y + name!.height && bar!.width > 300)
    await page.setViewportSize({ width: 1200, height: 740 })
    t.ok((await items.first().locator('svg').boundingBox())!.x > 300, 'beside it where there is room')
  })

  t.test('of a real agent: a machine is drained and brought back without JavaScript, and no page breaks the policy', async t => {
    const { agent } = await startedAgent(t, { config: { labels: ['only-here'] } })
    const { page } = await open(t, `${agent.address}/?lang=en`, { javaScriptEnabled: false, locale: 'en' })
    await page.locator('#machines a').first().click()
    t.match(page.url(), /\/machines\/mac-01$/)
    t.ok(await page.locator('#checks tbody tr').count() > 5, 'each check has a row')
    await page.locator('input[name=why]').fill('new <disk>')
    await page.getByRole('button', { name: 'Drain' }).click()
    t.match(await page.locator('main').textContent(), /Drain mac-01\?.*new <disk>/s)
    await page.getByRole('button', { name: 'Yes' }).click()
    t.match(await page.getByRole('alert').textContent(), /only-here/, 'capacity would be lost')
    await page.locator('input[name=force]').check()
    await page.getByRole('button', { name: 'Yes' }).click()
    t.match(await page.locator('.note').textContent(), /drained by local@mac-01: new <disk>/)
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Yes' }).click()
    t.equal(await page.locator('.note').count(), 0)
    for (const path of ['/', '/machines/mac-01', '/machines/nobody']) {
      const { page, errors } = await open(t, `${agent.address}${path}`, {
        viewport: { width: 360, height: 740 }
      })
      t.same(errors.filter(error => !error.includes('status of 400')), [], path)
      t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${path} fits a phone`)
    }
  })

  t.test('every page passes axe, in both colour schemes', async t => {
    const { url } = await serve(t)
    const { page } = await open(t, url)
    for (
      const path of [
        '/',
        '/runs/r1',
        '/machines/mac-02',
        '/confirm',
        '/login',
        '/account',
        '/audit',
        '/error?lang=zh',
        '/releases',
        '/projects/dk?lang=zh',
        '/projects/dk/releases/1.1-2',
        '/projects/dk/orders',
        '/projects/dk/orders/x2',
        '/projects/dk/orders/x3?lang=zh',
        '/projects/dk/served',
        '/projects/dk/hot-updates'
      ]
    ) {
      await page.goto(`${url}${path}`)
      t.equal(await page.locator('h1').count(), 1)
      t.same(await accessViolations(page), [], path)
    }
    await page.evaluate(
      `document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=/ui/icon.svg><p id=pale>pale')
      document.getElementById('pale').style.cssText = 'color: #888; background: #999'`
    )
    t.match(
      await accessViolations(page),
      [/^light color-contrast/, /^light image-alt/, /^dark color-contrast/],
      'it does look'
    )
  })
})
