// Takes 30 s.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import type { Test } from 'tap'
import { defaultAgentConfig } from '../agent/config/agent-config.js'
import { openDocuments } from '../agent/coordination/open-documents.js'
import { library } from '../agent/packaging/symbols/testing/library.js'
import { zipOf } from '../agent/packaging/testing/zips.js'
import { account, playStandIn } from '../agent/release/app-stores/testing/play-stand-in.js'
import { author, openWorld, packageRow, rebuild } from '../agent/release/testing/release-world.js'
import { UsersFile } from '../agent/users/users-file.js'
import { hashPassword } from '../agent/users/password.js'
import { Machine, buildPackline } from './support/agent-process.js'
import { accessViolations, launchBrowser, whyNoBrowser } from './support/browser.js'
import { runPackline } from './support/command-line.js'

const password = 'a password that is long'
const target = { environment: 'prod', kind: '' }
const game = {
  project: 'dk',
  environments: { prod: { services: { G: { addresses: ['g.example:1'] } } } },
  targets: [
    { id: 'live', approvals: 2, ...target },
    { id: 'gray-1', priority: 50, rollout: { share: 500 }, ...target },
    { id: 'gray-2', priority: 60, match: { channel: ['应用宝'] }, rollout: { share: 2500 }, ...target },
    { id: 'review-1', priority: 10, match: { submitted: true }, ...target }
  ],
  parameters: {
    logLevel: { type: 'choice', choices: ['none', 'all'], default: 'none', description: 'What is logged' }
  },
  assets: { output: 'build/res', rules: [{ name: 'art', processor: 'copy', include: ['art/**'] }] },
  packages: {
    limits: { freeDiskMb: 0 },
    baselines: { client: { type: 'folder', path: 'build/res' } },
    platforms: { windows: { baseline: 'client' } }
  }
}

const native = library('b1d0')
const apk = zipOf({ 'lib/arm64-v8a/libgame.so': native })
const apkDigest = createHash('sha256').update(apk).digest('hex')

/** 1.0-1 has an APK that a store takes, as "package build --record" leaves it. */
async function recordApk (home: string): Promise<void> {
  const documents = await openDocuments({ config: defaultAgentConfig(), environment: {}, home, cwd: home })
  const { registry } = openWorld(documents, () => new Date())
  const name = { version: '1.0', build: 1 }
  await registry.begin({ ...name, notes: 'New islands', rebuild }, author)
  await registry.recordRows(name, 'live', [{
    ...packageRow('android'),
    artifacts: [{ name: 'dk.apk', sizeBytes: apk.length, sha256: apkDigest }],
    application: { type: 'apk', id: 'com.studio.dk', version: '1.0', build: 1 }
  }], author)
  await documents.close()
}

/** An agent with a game that two people may release, to a store and a symbol server too. */
async function farm (t: Test) {
  buildPackline()
  const machine = new Machine(t, { http: { localRole: 'none' } })
  const folder = join(machine.folder, 'work/dk')
  const home = join(machine.folder, 'home')
  for (const place of [join(folder, 'art'), join(folder, 'symbols'), join(folder, 'received'), home]) {
    mkdirSync(place, { recursive: true })
  }
  const play = await playStandIn(t)
  Object.assign(play, { code: 1, expected: apkDigest })
  await recordApk(home)
  const users = new UsersFile(join(home, 'users.json'), Date.now)
  const cheap = await hashPassword(password, { ln: 5, r: 8, p: 1 })
  await users.add({ name: 'ann', password: cheap, roles: { dk: 'admin', '*': 'read' } })
  await users.add({ name: '李雷', password: cheap, roles: { dk: 'admin' } })
  const packages = {
    ...game.packages,
    appStores: {
      play: {
        service: 'google-play',
        application: 'com.studio.dk',
        credentialsFile: 'play.json',
        endpoint: play.standIn.endpoint
      }
    },
    symbols: { sentry: { files: ['symbols/**'], command: ['cp', '{files}', 'received/'] } }
  }
  const files = {
    'packline.json': JSON.stringify({ ...game, packages }),
    'play.json': JSON.stringify(account),
    'dk.apk': apk,
    'symbols/libgame.so': native,
    'art/hero.txt': 'a hero'
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
  const git = (...words: string[]): void => {
    execFileSync('git', [...author, ...words], { cwd: folder, stdio: 'ignore' })
  }
  git('init')
  git('add', '.')
  git('commit', '-m', 'feat: a hero')
  const { address } = await machine.serve()
  const packline = async (...words: string[]): Promise<void> => {
    const ran = await runPackline({ cwd: folder, environment: machine.environment }, words)
    t.equal(ran.status, 0, `${words.join(' ')}: ${ran.stderr}`)
  }
  return { address, folder, packline, play }
}

async function press (page: Page, name: string, why?: string): Promise<void> {
  const form = page.locator('main form', { has: page.getByRole('button', { name, exact: true }) })
  if (why !== undefined) await form.locator('input[name=why]').fill(why)
  await form.getByRole('button', { name, exact: true }).click()
}

async function fits (page: Page, what: string, t: Test): Promise<void> {
  t.ok(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${what} sticks not out`)
}

t.test('in a browser', { skip: whyNoBrowser }, async t => {
  const browser = await launchBrowser(t)
  const { address, folder, packline, play } = await farm(t)
  const signedIn = async (name: string, options: Parameters<Browser['newContext']>[0]): Promise<Page> => {
    const context = await browser.newContext(options)
    context.setDefaultTimeout(25_000)
    t.teardown(async () => {
      await context.close()
    })
    const page = await context.newPage()
    await page.goto(`${address}/projects/dk`)
    t.match(page.url(), /\/login\?return=/)
    await page.locator('input[name=name]').fill(name)
    await page.locator('input[name=password]').fill(password)
    await page.locator('main button').click()
    t.match(page.url(), /\/projects\/dk$/, 'back to where they wanted to go')
    return page
  }

  /** Without JavaScript one looks again until it is done. */
  const whenEnded = async (page: Page): Promise<void> => {
    const again = page.getByRole('link', { name: '刷新' })
    while (await again.count() > 0) await again.click()
  }
  let sha256 = ''
  await packline('target', 'apply', '--why', 'first targets')
  await packline('assets', 'build')
  const ann = await signedIn('ann', { locale: 'en' })
  const lei = await signedIn('李雷', {
    locale: 'zh-CN',
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 }
  })

  await t.test('a commit becomes packages, goes live when two agreed, and comes back', async t => {
    await ann.getByRole('link', { name: 'Start a package' }).click()
    await ann.locator('input[name=version]').fill('1.1')
    await ann.getByLabel('Build', { exact: true }).fill('1')
    await press(ann, 'Show the plan')
    t.match(await ann.getByRole('alert').textContent(), 'not higher than 1', 'before anything is made')
    await ann.getByLabel('Build', { exact: true }).fill('2')
    await press(ann, 'Show the plan')
    await ann.getByRole('button', { name: 'Make these packages' }).waitFor()
    t.match(await ann.locator('#order').textContent(), /4 packages, about/, 'it is shown when it is there')
    await press(ann, 'Make these packages', 'for review')
    await ann.getByRole('link', { name: 'Recorded as 1.1-2' }).click().catch(async e => {
      console.error(ann.url(), await ann.locator('main').textContent())
      throw e
    })
    t.match(await ann.locator('main').textContent(), /the package was never made|repack[^]*review-1/)
    sha256 = /[0-9a-f]{64}$/
      .exec(await ann.locator('main a[download]').first().getAttribute('href') ?? '')![0]
    const download = ann.waitForEvent('download')
    await ann.locator('main a[download]').first().click()
    t.ok(readFileSync(await (await download).path()).length > 0)

    const place = ['--files', '.', '--folder', join(folder, '../../www'), '--why', 'to be reviewed']
    await packline('release', 'publish', '1.1', '--target', 'review-1', ...place)
    await lei.goto(`${address}/projects/dk/releases/1.1-2`)
    await lei.getByRole('link', { name: '发布到位置' }).click()
    await lei.locator('select[name=target]').selectOption('live')
    await fits(lei, 'publishing', t)
    await press(lei, '显示计划')
    await whenEnded(lei)
    await press(lei, '发布', ' ')
    t.match(await lei.getByRole('alert').textContent(), '原因', 'the plan stays, with what it lacks')
    await press(lei, '发布', '供审核')
    await whenEnded(lei)
    t.match(await lei.locator('#order').textContent(), /1\.1-2[^]*live[^]*已发送/)

    const submission = `${address}/projects/dk/releases/1.1-2/submit?target=review-1`
    await ann.goto(submission)
    await lei.getByRole('link', { name: '1.1-2', exact: true }).click()
    await lei.getByRole('link', { name: '提审' }).click()
    await lei.locator('select[name=target]').selectOption('review-1')
    await lei.getByRole('button', { name: '查看' }).click()
    await fits(lei, 'submitting', t)
    await press(lei, '提交审核', '已送商店')
    t.match(lei.url(), /releases\/1\.1-2$/)
    await ann.locator('input[name=why]').fill('me too')
    await ann.getByRole('button', { name: 'Submit it' }).click()
    t.match(
      await ann.getByRole('alert').textContent(),
      /is in-review at review-1/,
      'who comes second is told'
    )

    await lei.goto(`${address}/projects/dk`)
    t.match(await lei.locator('#versions').textContent(), '审核中')
    await lei.getByRole('link', { name: '切换上线' }).click()
    await lei.locator('select[name=from]').selectOption('review-1')
    await lei.locator('select[name=to]').selectOption('live')
    await lei.getByRole('button', { name: '查看' }).click()
    await fits(lei, 'the flip', t)
    await press(lei, '同意', '十台手机上试过')
    await press(lei, '撤回同意', '有一台崩溃')
    t.match(await lei.locator('main').textContent(), '目前没有人同意')
    await press(lei, '同意', '已修复')

    await ann.goto(`${address}/projects/dk/flip?from=review-1&to=live`)
    t.match(await ann.locator('main').textContent(), /李雷 agreed[^]*已修复/)
    await ann.locator('input[name=confirm]').fill('live')
    await press(ann, 'Make it live', 'approved by the store')
    t.match(ann.url(), /\/projects\/dk$/)
    t.match(await ann.locator('#recorded').textContent(), /live[^]*1\.1-2 live/)

    await lei.goto(`${address}/projects/dk`)
    await lei.getByRole('link', { name: /^撤销/ }).first().click()
    await fits(lei, 'the undo', t)
    await press(lei, '撤销此改动', '旧设备崩溃')
    t.match(await lei.locator('#recorded').textContent(), /review-1[^]*1\.1-2 审核中/)
    await ann.reload()
    t.match(await ann.locator('main').textContent(), /李雷 (?:undid the flip|flipped)/)
  })

  await t.test('a package goes to a store, its symbols to their server, and a rollout is changed', async t => {
    await ann.goto(`${address}/projects/dk/releases/1.0-1`)
    await ann.getByRole('link', { name: 'Upload to stores' }).click()
    await ann.locator('input[name=percent]').fill('500')
    await ann.evaluate('document.querySelector("main form.stack").noValidate = true')
    await press(ann, 'Show the plan')
    t.match(await ann.getByRole('alert').textContent(), /percent[^]*500/)
    await ann.locator('input[name=percent]').fill('5')
    await press(ann, 'Show the plan')
    await ann.getByText('play would take dk.apk of 1.0-1').waitFor()
    t.equal(play.committed.length, 0, 'a plan leaves nothing')
    await press(ann, 'Upload it', ' ')
    t.match(await ann.getByRole('alert').textContent(), 'A reason is needed')
    await ann.locator('#live:visible').waitFor()
    await press(ann, 'Upload it', 'for players')
    await ann.getByText('dk.apk of 1.0-1 is at play').waitFor()
    t.match(play.committed, [{ track: { releases: [{ userFraction: 0.05, status: 'inProgress' }] } }])

    await ann.getByRole('link', { name: '1.0-1', exact: true }).click()
    await ann.getByRole('link', { name: 'Upload to stores' }).click()
    await ann.locator('select[name=to]').selectOption('symbols:sentry')
    await ann.getByRole('button', { name: 'Look' }).click()
    await press(ann, 'Show the plan')
    await ann.getByText('nothing was sent to sentry').waitFor()
    await press(ann, 'Send the symbols', 'for crashes')
    await ann.getByText('sentry has the symbols of dk.apk').waitFor()
    t.same(readFileSync(join(folder, 'received/libgame.so')), native)

    await ann.goto(`${address}/projects/dk/releases/1.0-1/uploads`)
    const rollout = ann.getByRole('region', { name: 'Rollout at play' })
    await rollout.locator('input[name=percent]').fill('20')
    await rollout.getByRole('button').click()
    await ann.getByText('production: inProgress 20 %; nothing was changed').waitFor()
    await press(ann, 'Change the rollout', 'no crashes')
    await ann.getByText('at play: production: inProgress 20 %').waitFor()
    t.match(play.committed.at(-1)?.track.releases, [{ userFraction: 0.2 }])

    await lei.goto(`${address}/projects/dk/releases/1.0-1/uploads`)
    t.match(await lei.locator('main').textContent(), /inProgress 20 %/)
    await fits(lei, 'uploads', t)
    await lei.locator('select[name=change]').selectOption('halt')
    await press(lei, '继续')
    t.match(await lei.getByRole('alert').textContent(), '原因')
    await press(lei, '继续', '崩溃太多')
    await whenEnded(lei)
    t.match(await lei.locator('#order').textContent(), 'production: halted 20 %')
    t.match(play.committed.at(-1)?.track.releases, [{ status: 'halted' }])
    await ann.goto(`${address}/projects/dk/releases/1.0-1`)
    t.match(await ann.locator('main').textContent(), /App stores[^]*sentry[^]*sent[^]*halted 20 %/)
  })

  await t.test('of two who edit one release the second is told, sees the difference, and sends it again', async t => {
    for (const page of [ann, lei]) await page.goto(`${address}/projects/dk/releases/1.1-2/notes`)
    const write = async (page: Page, notes: string, why: string): Promise<void> => {
      await page.locator('textarea[name=notes]').fill(notes)
      await page.locator('input[name=why]').fill(why)
      await page.locator('main button').click()
    }
    await write(ann, 'New heroes <b>', 'told by design')
    t.match(await ann.locator('.notes').first().textContent(), 'New heroes <b>')
    await write(lei, '修复了崩溃', '测试')
    const alert = await lei.getByRole('alert').textContent()
    t.match(alert, /ann[^]*在此期间它被改为[^]*New heroes <b>/)
    t.equal(await lei.locator('textarea[name=notes]').inputValue(), '修复了崩溃', 'what was written stays')
    await fits(lei, 'what was refused', t)
    await write(lei, 'New heroes <b>\n修复了崩溃', '两者都要')
    await ann.reload()
    t.match(await ann.locator('.notes').first().textContent(), 'New heroes <b>\n修复了崩溃')
  })

  await t.test('a form tells while one types; every form passes axe and fits a phone', async t => {
    await ann.goto(`${address}/projects/dk/targets/gray-2`)
    await ann.locator('input[name=priority]').fill('50')
    await ann.locator('.checked.fail').waitFor()
    t.match(await ann.locator('.checked.fail').textContent(), 'gray-1', 'a collision is told while one types')
    await ann.locator('input[name=priority]').fill('60')
    await ann.locator('.checked.ok').waitFor()
    await ann.locator('input[type=range]').fill('40')
    t.equal(await ann.locator('#share').inputValue(), '40', 'the slider writes the number')
    await ann.getByText('gray-2 38 %').waitFor()
    const paths = [
      'targets/gray-2',
      'targets',
      'environments/prod',
      'parameters',
      'history',
      'notices',
      'releases/1.1-2/notes',
      `releases/1.1-2/packages/${sha256}`
    ]
    for (const path of paths) {
      await ann.goto(`${address}/projects/dk/${path}`)
      t.same(await accessViolations(ann), [], path)
      await lei.goto(`${address}/projects/dk/${path}`)
      await fits(lei, path, t)
    }

    await ann.getByRole('button', { name: 'Make a link' }).click()
    t.ok(await ann.getByRole('img', { name: /^QR code/ }).isVisible())
    t.same(await accessViolations(ann), [], 'with a link')
    const link = await ann.locator('a.digest').first().getAttribute('href')
    await lei.context().clearCookies()
    await lei.goto(link!)
    t.match(await lei.locator('h1').textContent(), 'dk 1.1-2')
    await fits(lei, 'a link', t)
  })
})
