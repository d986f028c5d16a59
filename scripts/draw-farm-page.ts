// Draws docs/pictures/farm.png and board.png, pages over examples: node --import ./scripts/register.mjs
// scripts/draw-farm-page.ts [farm|board] [light|dark|phone] [FILE]
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { boardPage } from '../agent/ui/board-page.js'
import { farmPage } from '../agent/ui/farm-page.js'
import { style } from '../agent/ui/style.js'
import { exampleBoard } from '../test/support/example-board.js'
import { exampleFarm } from '../test/support/example-farm.js'

const [name = 'farm', kind = 'light', given] = process.argv.slice(2)
const file = given ?? join(import.meta.dirname, `../docs/pictures/${name}.png`)
const nowMs = Date.UTC(2026, 10, 22, 21)
const view = { locale: 'en', nowMs, path: '/' } as const
const shown = name === 'board'
  ? boardPage(view, exampleBoard(nowMs, 9, 5))
  : farmPage(view, exampleFarm(nowMs).view)
const html = shown
  .replace('<link rel="stylesheet" href="/ui/style.css">', `<style>${style}</style>`)
  .replace(/<script[^>]*><\/script>/, '')
  .replace(/<link rel="icon"[^>]*>/, '')
  // Not every machine that draws has a Chinese font.
  .replace('中文', '')
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const page = await browser.newPage({
  colorScheme: kind === 'dark' ? 'dark' : 'light',
  viewport: kind === 'phone' ? { width: 380, height: 900 } : { width: 1180, height: 668 }
})
await page.setContent(html)
const picture = await page.screenshot({ fullPage: true })
await sharp(picture).png({ palette: true, effort: 10, compressionLevel: 9 }).toFile(file)
await browser.close()
