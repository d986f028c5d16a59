import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import t from 'tap'
import type { Test } from 'tap'
import type { Browser, Page } from 'playwright-core'
import { fastify } from 'fastify'
import { contentSecurityPolicy, type View } from '../agent/ui/page.js'
import { icon } from '../agent/ui/icon.js'
import { farmPage } from '../agent/ui/farm-page.js'
import { FarmPatches, type FarmPatch } from '../agent/ui/farm-patches.js'
import { liveScript } from '../agent/ui/live-script.js'
import { style } from '../agent/ui/style.js'
import { exampleFarm } from './support/example-farm.js'
import { startedAgent } from './support/started-agent.js'

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const skip = program === undefined ? 'there is no chromium (Debian package chromium)' : false

/** The farm page as the agent serves it, over a farm that tests change. */
async function serve (t: Test) {
  const farm = exampleFarm(Date.UTC(2026, 10, 22, 21))
  const listeners = new Set<() => void>()
  const sent: Array<FarmPatch | undefined> = []
  const app = fastify({ forceCloseConnections: true })
  const viewOf = (url: string): View => {
    const search = url.split('?')[1] ?? ''
    const locale = new URLSearchParams(search).get('lang') === 'zh' ? 'zh-CN' : 'en'
    return { locale, nowMs: farm.nowMs, path: '/', search }
  }
  app.get('/', async ({ url }, reply) =>
    await reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', contentSecurityPolicy)
      .send(farmPage(viewOf(url), farm.view)))
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

t.test('the farm page in a real browser', { skip }, async t => {
  const { chromium } = await import('playwright-core')
  const folder = mkdtempSync(join(tmpdir(), 'packline-browser-'))
  const browser: Browser = await chromium.launch({
    executablePath: program!,
    args: ['--no-sandbox'],
    env: { ...process.env, HOME: folder } as Record<string, string>
  })
  t.teardown(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })
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
    t.same(Object.keys(sent[0]!.parts), ['cards'])
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
    t.equal(await page.locator('svg.spark').count(), 5, 'the day of every machine')
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

  t.test('fits a phone, and is reached by keyboard', async t => {
    const { url } = await serve(t)
    const { page } = await open(t, url, { viewport: { width: 360, height: 740 } })
    t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'nothing sticks out')
    await page.keyboard.press('Tab')
    t.match(await page.evaluate('document.activeElement.className'), 'skip')
    await page.keyboard.press('Enter')
    t.match(page.url(), /#main$/)
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
    t.match(await page.locator('.note').textContent(), /drained by local: new <disk>/)
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

  t.test('names everything for screen readers, and has contrast in both colour schemes', async t => {
    const { url } = await serve(t)
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(t, url, { colorScheme })
      t.equal(await page.locator('svg:not([aria-label])').count(), 0)
      t.equal(await page.locator('th:not([scope])').count(), 0)
      t.equal(await page.locator('h1').count(), 1)
      const low = await page.evaluate(contrastCheck) as string[]
      t.same(low, [], colorScheme)
    }
  })
})

/** Texts whose contrast to what is behind them is under 4.5. */
const contrastCheck = `(() => {
  const rgb = text => text.match(/[\\d.]+/g).map(Number)
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0)
  const behind = element => { for (let e = element; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] !== 0) return c } return [255, 255, 255] }
  return [...document.querySelectorAll('main *, header *')].filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).filter(e => e.checkVisibility()).flatMap(e => {
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x)
    const ratio = (a + 0.05) / (b + 0.05)
    return ratio < 4.5 ? [e.className + ' ' + e.textContent.slice(0, 20) + ' ' + ratio.toFixed(2)] : []
  })
})()`
