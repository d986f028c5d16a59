// Takes 26 s.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import type { Test } from 'tap'
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

/** An agent with a game that two people may release. */
async function farm (t: Test) {
  buildPackline()
  const machine = new Machine(t, { http: { localRole: 'none' } })
  const folder = join(machine.folder, 'work/dk')
  mkdirSync(join(folder, 'art'), { recursive: true })
  mkdirSync(join(machine.folder, 'home'))
  const users = new UsersFile(join(machine.folder, 'home/users.json'), Date.now)
  for (const name of ['ann', '李雷']) {
    const cheap = await hashPassword(password, { ln: 5, r: 8, p: 1 })
    await users.add({ name, password: cheap, roles: { dk: 'admin' } })
  }
  writeFileSync(join(folder, 'packline.json'), JSON.stringify(game))
  writeFileSync(join(folder, 'art/hero.txt'), 'a hero')
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
  return { address, folder, packline }
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
  const { address, folder, packline } = await farm(t)
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
    await ann.locator('input[name=build]').fill('2')
    t.same(await accessViolations(ann), [], 'the order')
    await press(ann, 'Show the plan')
    await ann.getByRole('button', { name: 'Make these packages' }).waitFor()
    t.match(await ann.locator('#order').textContent(), /4 packages, about/, 'it is shown when it is there')
    await press(ann, 'Make these packages', 'for review')
    await ann.getByRole('link', { name: 'Recorded as 1.1-2' }).click()
    t.match(await ann.locator('main').textContent(), /the package was never made|repack[^]*review-1/)
    t.same(await accessViolations(ann), [], 'the release')
    sha256 = /[0-9a-f]{64}$/
      .exec(await ann.locator('main a[download]').first().getAttribute('href') ?? '')![0]
    const download = ann.waitForEvent('download')
    await ann.locator('main a[download]').first().click()
    t.ok(readFileSync(await (await download).path()).length > 0)

    const place = ['--files', '.', '--folder', join(folder, '../../www'), '--why', 'to be reviewed']
    for (const id of ['review-1', 'live']) {
      await packline('release', 'publish', '1.1', '--target', id, ...place)
    }
    await packline('release', 'submit', '1.1', '--target', 'review-1', '--why', 'sent to the store')

    await lei.reload()
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
    t.same(await accessViolations(ann), [], 'the board')
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
