// Draws docs/pictures/farm.png, the page of an example, or a page of an agent that is up, as board.png of
// ./scripts/demo --serve: node --import ./scripts/register.mjs scripts/draw-farm-page.ts [farm|ADDRESS]
// [light|dark|phone] [FILE]
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { farmPage } from '../agent/ui/farm-page.js'
import { style } from '../agent/ui/style.js'
import { exampleFarm } from '../test/support/example-farm.js'

const [shown = 'farm', kind = 'light', given] = process.argv.slice(2)
const file = given ?? join(import.meta.dirname, '../docs/pictures/farm.png')
const nowMs = Date.UTC(2026, 10, 22, 21)
const html = farmPage({ locale: 'en', nowMs, path: '/' }, exampleFarm(nowMs).view)
  .replace('<link rel="stylesheet" href="/ui/style.css">', `<style>${style}</style>`)
  .replace(/<script[^>]*><\/script>/, '')
  .replace(/<link rel="icon"[^>]*>/, '')
  // Not every machine that draws has a Chinese font.
  .replace('中文', '')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await browser.newPage({
  colorScheme: kind === 'dark' ? 'dark' : 'light',
  viewport: kind === 'phone' ? { width: 380, height: 900 } : { width: 1240, height: 668 }
})
if (shown.startsWith('http')) {
  await page.goto(shown)
  await page.evaluate("for (const link of document.querySelectorAll('[lang=zh]')) link.remove()")
} else await page.setContent(html)
const picture = await page.screenshot({ fullPage: true })
await sharp(picture).png({ palette: true, effort: 10, compressionLevel: 9 }).toFile(file)
await browser.close()
