// Takes 9 s.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join, normalize } from 'node:path'
import { Transformer } from '@napi-rs/image'
import t from 'tap'
import type { Test } from 'tap'
import type { Browser, Page } from 'playwright-core'
import { testProject } from '../agent/assets/testing/project.js'
import type { TestProject } from '../agent/assets/testing/project.js'

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const skip = program === undefined ? 'there is no chromium (Debian package chromium)' : false

interface Drawn {
  width: number
  height: number
  pixels: number[]
}

/**
 * Opaque pixels within transparent borders, so that nothing that a browser does with alpha changes a colour;
 * every pixel differs from its neighbours, so that nothing turned, mirrored or moved looks the same.
 */
function sprite (number: number): Drawn {
  // A long one every third time, which fits better when it is turned; equal ones under two names.
  const kind = number % 12
  const [width, height] = kind % 3 === 0 ? [52 - kind, 9 + kind] : [11 + kind * 2, 30 + (kind * 7) % 19]
  const [left, top] = [kind % 4, (kind * 3) % 5]
  const pixels = new Array<number>(width * height * 4).fill(0)
  for (let y = top; y < height - kind % 2; y++) {
    for (let x = left; x < width - kind % 3; x++) {
      const colour = [x * 4, y * 4, (kind * 20 + x * y) % 256, 255]
      for (const [channel, value] of colour.entries()) pixels[(y * width + x) * 4 + channel] = value
    }
  }
  return { width, height, pixels }
}

const sprites = new Map(Array.from({ length: 16 }, (_, number) => [`${number} 图.png`, sprite(number)]))

/** The sprites as sheets of several pages in every format. */
async function builtGame (t: Test): Promise<TestProject> {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  for (const [name, { width, height, pixels }] of sprites) {
    game.write({ [`art/${name}`]: Transformer.fromRgbaPixels(Buffer.from(pixels), width, height).pngSync() })
  }
  game.rules(...['json', 'cocos2d-3', 'cocos2d-2'].map(format => ({
    name: format,
    processor: 'atlas',
    include: ['art/'],
    output: `${format}/set`,
    options: { format, maxSize: 128, pages: 'numbered', frameScope: 'set' }
  })))
  await game.build()
  return game
}

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript'
}

/** The game's outputs, the engines as npm has them, and the pages that use them. */
async function serve (t: Test, game: TestProject): Promise<string> {
  const modules = join(import.meta.dirname, '../node_modules')
  const folders: Record<string, string> = {
    out: join(game.folder, 'out'),
    pixi: join(modules, 'pixi.js/dist'),
    cocos2d: join(modules, 'cocos2d-html5'),
    pages: join(import.meta.dirname, 'support/sheet-pages')
  }
  const server = createServer((request, response) => {
    const [, top = '', ...rest] = normalize(decodeURI(request.url ?? '')).split('/')
    const folder = folders[top]
    const file = folder === undefined ? '' : join(folder, ...rest)
    if (!existsSync(file)) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': types[extname(file)] ?? '' }).end(readFileSync(file))
  })
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function openPage (t: Test, browser: Browser, url: string): Promise<{ page: Page, errors: string[] }> {
  const page = await browser.newPage()
  t.teardown(async () => {
    await page.close()
  })
  const errors: string[] = []
  page.on('pageerror', error => errors.push(error.message))
  await page.goto(url)
  return { page, errors }
}

function compare (t: Test, drawn: Record<string, Drawn>): void {
  t.same(Object.keys(drawn).sort(), [...sprites.keys()].sort())
  for (const [name, { width, height, pixels }] of sprites) {
    t.match(drawn[name], { width, height }, name)
    t.ok(Buffer.from(pixels).equals(Buffer.from(drawn[name]?.pixels ?? [])), `${name} is drawn as its source`)
  }
}

t.test('the loaders of two engines draw every frame as its source', { skip }, async t => {
  const game = await builtGame(t)
  const paths = Object.keys(game.outputs())
  const url = await serve(t, game)
  const { chromium } = await import('playwright-core')
  const folder = mkdtempSync(join(tmpdir(), 'packline-browser-'))
  const browser = await chromium.launch({
    executablePath: program!,
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
    env: { ...process.env, HOME: folder } as Record<string, string>
  })
  t.teardown(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  t.test('Pixi 8 loads a JSON sheet, and with it those of the other pages', async t => {
    const { page, errors } = await openPage(t, browser, `${url}/pages/pixi.html`)
    await page.waitForFunction('window.isReady')
    compare(t, await page.evaluate('drawFrames("/out/json/set-0.json")'))
    t.same(errors, [])
  })

  for (const format of ['cocos2d-3', 'cocos2d-2']) {
    t.test(`cocos2d-html5 2.2 loads property lists of ${format}`, async t => {
      const { page, errors } = await openPage(t, browser, `${url}/pages/cocos2d.html`)
      await page.evaluate('start()')
      const [sheets, textures] = ['.plist', '.png'].map(extension =>
        JSON.stringify(
          paths.filter(path => path.startsWith(format) && path.endsWith(extension)).map(path =>
            `/out/${path}`
          )
        )
      )
      compare(
        t,
        await page.evaluate(`drawFrames(${sheets}, ${textures}, ${JSON.stringify([...sprites.keys()])})`)
      )
      t.same(errors, [])
    })
  }
})
