import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import type { Test } from 'tap'

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)

/** Why no page can be looked at here, or false. */
export const whyNoBrowser = program === undefined ? 'there is no chromium (Debian package chromium)' : false

export async function launchBrowser (t: Test): Promise<Browser> {
  const { chromium } = await import('playwright-core')
  const folder = mkdtempSync(join(tmpdir(), 'packline-browser-'))
  const browser = await chromium.launch({
    executablePath: program!,
    args: ['--no-sandbox', '--disable-gpu'],
    env: { ...process.env, HOME: folder } as Record<string, string>
  })
  t.teardown(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return browser
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe finds on a page in the light, and which colours besides in the dark, where nothing else is another. */
export async function accessViolations (page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const found = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const options = {
      resultTypes: ['violations'],
      ...colorScheme === 'dark' && { runOnly: ['color-contrast'] }
    }
    found.push(
      await page.evaluate(
        `axe.run(${JSON.stringify(options)}).then(({ violations }) => violations.flatMap(({ id, nodes }) =>
          nodes.map(({ html }) => '${colorScheme} ' + id + ': ' + html.slice(0, 200))))`
      ) as string[]
    )
  }
  return found.flat()
}
