// Builds some pictures of the sample game with a built packline, and starts its agent: they work on this machine, and
// keep their compiled code for those who start them later, with the flags of scripts/packline. node scripts/warm-up.mjs
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

export async function warmUp (root, folder) {
  const place = mkdtempSync(join(tmpdir(), 'packline-warm-up-'))
  try {
    const agent = startAndEndAgent(place, folder)
    await besideCache(place, async config => await buildPictures(root, place, folder, config))
    await agent
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** An empty one that forgets what it gets. */
async function besideCache (place, work) {
  const server = createServer((request, response) => {
    response.statusCode = request.method === 'PUT' ? 201 : 404
    request.resume().once('end', () => response.end())
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const url = `http://127.0.0.1:${server.address().port}`
    writeFileSync(join(place, 'cache.json'), JSON.stringify({ cache: { remote: { url } } }))
    await work(join(place, 'cache.json'))
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/**
 * Twice, the second time with one picture more: only the code that a second run used is kept, since what the
 * first run of a project needs besides would cost every other one 5 ms. What a shared cache needs lies in a
 * file of its own.
 */
async function buildPictures (root, place, folder, config) {
  const art = join(place, 'game/art')
  const run = async () => {
    await promisify(execFile)(process.execPath, [
      join(folder, 'start.cjs'),
      'assets',
      'build',
      '--project',
      join(place, 'game')
    ], {
      env: {
        PATH: process.env.PATH,
        HOME: place,
        PACKLINE_HOME: join(place, 'home'),
        PACKLINE_CONFIG: config,
        PACKLINE_AGENT: 'none'
      }
    })
  }
  cpSync(join(root, 'resources/sample-game/art/icons'), art, { recursive: true })
  writeFileSync(
    join(place, 'game/packline.json'),
    JSON.stringify({
      project: 'warm-up',
      assets: { rules: [{ name: 'art', processor: 'atlas', include: ['art/'], output: 'art' }] }
    })
  )
  await run()
  cpSync(join(root, 'resources/sample-game/art/bg'), join(art, 'bg'), { recursive: true })
  for (const name of readdirSync(folder)) {
    if (/^(?:main|assets)\.bundle\.cjs\./.test(name)) rmSync(join(folder, name))
  }
  await run()
  // A run with work to do keeps the code of the first file before it loads the next; one without keeps it all.
  for (const name of readdirSync(folder)) {
    if (/^main\.bundle\.cjs\..*\.assets$/.test(name)) rmSync(join(folder, name))
  }
  await run()
}

async function startAndEndAgent (place, folder) {
  writeFileSync(join(place, 'agent.json'), JSON.stringify({ listen: '127.0.0.1:0' }))
  const agent = spawn(process.execPath, ['--max-semi-space-size=2', join(folder, 'start.cjs'), 'serve'], {
    env: {
      PATH: process.env.PATH,
      HOME: place,
      PACKLINE_HOME: join(place, 'agent'),
      PACKLINE_CONFIG: join(place, 'agent.json'),
      // In a container there is no other name for the machine.
      PACKLINE_DEVICE_ID: 'warm-up'
    },
    stdio: ['ignore', 'ignore', 'pipe']
  })
  agent.stderr.setEncoding('utf8').on('data', text => {
    if (text.includes('"address"')) agent.kill('SIGTERM')
  })
  // One that does not start says why when it is wanted: then its code is only not kept.
  const limit = setTimeout(() => agent.kill('SIGKILL'), 60_000)
  await once(agent, 'close')
  clearTimeout(limit)
}

if (process.argv[1] === import.meta.filename) {
  const root = join(import.meta.dirname, '..')
  try {
    await warmUp(root, join(root, 'dist'))
  } catch (error) {
    process.stderr.write(String(error.stderr ?? error.stack))
    process.exitCode = 1
  }
}
