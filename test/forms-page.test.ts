// Takes 21 s.
import type { Browser, Page } from 'playwright-core'
import t from 'tap'
import { accessViolations, launchBrowser, whyNoBrowser } from './support/browser.js'
import { password, peopleWorld } from './support/people-world.js'

t.test(
  'two people edit one release in two browsers: the second is told, sees the difference, and sends it again',
  { skip: whyNoBrowser },
  async t => {
    const browser = await launchBrowser(t)
    const { app } = await peopleWorld(t, { ann: { dk: 'admin' }, 李雷: { dk: 'admin' } })
    const url = await app.listen({ port: 0, host: '127.0.0.1' })
    const signedIn = async (name: string, options: Parameters<Browser['newContext']>[0]): Promise<Page> => {
      const context = await browser.newContext(options)
      t.teardown(async () => {
        await context.close()
      })
      const page = await context.newPage()
      await page.goto(`${url}/projects/dk/releases/1.1-2/notes`)
      t.match(page.url(), /\/login\?return=/)
      await page.locator('input[name=name]').fill(name)
      await page.locator('input[name=password]').fill(password)
      await page.locator('main button').click()
      t.match(page.url(), /\/releases\/1\.1-2\/notes$/, 'back to where they wanted to go')
      return page
    }
    const ann = await signedIn('ann', { locale: 'en' })
    const lei = await signedIn('李雷', {
      locale: 'zh-CN',
      javaScriptEnabled: false,
      viewport: { width: 360, height: 740 }
    })
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
    t.ok(await lei.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'on a phone too')
    await lei.locator('input[name=why]').fill('两者都要')
    await lei.locator('textarea[name=notes]').fill('New heroes <b>\n修复了崩溃')
    await lei.locator('main button').click()
    await ann.reload()
    t.match(await ann.locator('.notes').first().textContent(), 'New heroes <b>\n修复了崩溃')

    await ann.goto(`${url}/projects/dk/targets/gray-2`)
    await ann.locator('input[name=priority]').fill('50')
    await ann.locator('.checked.fail').waitFor()
    t.match(await ann.locator('.checked.fail').textContent(), 'gray-1', 'a collision is told while one types')
    await ann.locator('input[name=priority]').fill('60')
    await ann.locator('.checked.ok').waitFor()
    await ann.locator('input[type=range]').fill('40')
    t.equal(await ann.locator('#share').inputValue(), '40', 'the slider writes the number')
    for (
      const path of [
        'targets/gray-2',
        'targets',
        'environments/production',
        'parameters',
        'flip?from=review-1&to=live',
        'history',
        'notices',
        `releases/1.1-2/packages/${'b'.repeat(64)}`,
        'undo/13',
        'releases/1.1-2/notes'
      ]
    ) {
      await ann.goto(`${url}/projects/dk/${path}`)
      t.same(await accessViolations(ann), [], path)
      await lei.goto(`${url}/projects/dk/${path}`)
      t.ok(await lei.evaluate('document.documentElement.scrollWidth <= innerWidth'), `${path} fits a phone`)
    }

    await ann.goto(`${url}/projects/dk/releases/1.1-2/packages/${'b'.repeat(64)}`)
    await ann.getByRole('button', { name: 'Make a link' }).click()
    t.ok(await ann.getByRole('img', { name: /^QR code/ }).isVisible())
    t.same(await accessViolations(ann), [], 'with a link')
    const address = await ann.locator('a.digest').first().getAttribute('href')
    await lei.context().clearCookies()
    await lei.goto(address!)
    t.match(await lei.locator('h1').textContent(), 'dk 1.1-2')
    t.ok(await lei.evaluate('document.documentElement.scrollWidth <= innerWidth'), 'a link fits a phone')
  }
)
