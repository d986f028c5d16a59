// Takes 10 s. Everything that ./scripts/demo shows takes minutes here: whoever changes it runs it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { noisePng } from '../agent/assets/testing/pictures.js'
import { signedIn } from '../scripts/interface/signed-in.js'

const root = join(import.meta.dirname, '..')

/** What the demo says. With `look`, that once it serves its pages; it is ended then. */
async function demo (args: string[], look?: (said: string) => Promise<void>): Promise<string> {
  const child = spawn(join(root, 'scripts/demo'), args, { env: { ...process.env, LC_ALL: 'C' } })
  let [stdout, stderr, isLookedAt] = ['', '', false]
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = once(child, 'close')
  for await (const text of child.stdout.setEncoding('utf8')) {
    stdout += text
    if (look === undefined || isLookedAt || !stdout.includes('Ctrl-C ends it')) continue
    isLookedAt = true
    await look(stdout).finally(() => child.kill('SIGTERM'))
  }
  await ended
  if (child.exitCode !== 0) throw new Error(stderr)
  return stdout
}

t.test('the demo takes any folder of PNGs', async t => {
  const folder = t.testdir({})
  mkdirSync(join(folder, 'sub'))
  for (let index = 0; index < 12; index++) {
    writeFileSync(join(folder, index % 2 === 0 ? 'sub' : '.', `${index}.png`), noisePng(16, 16, index))
  }
  const said = await demo([folder])
  const rows = said.split('\n').filter(line => /\d/.test(line)).slice(0, 3).map(line => line.split(/\s{2,}/))

  t.match(rows, [[/cold/, '4', '0'], [/nothing changed/, '0', '4'], [/one sprite changed/, '2', '2']])
  t.match(said, /The sheets are in .*build\/res/)
})

t.test('with --serve its board shows releases at targets, and goes live when two of its people agree', async t => {
  await demo(['--serve', '--port', '0'], async said => {
    const [, board = '', login = ''] = /The board: +(\S+)[^]*Sign in there: +(\S+)/.exec(said) ?? []
    const address = new URL(login).origin
    const page = await (await fetch(board)).text()
    t.match(page, /<h1>lantern-vale<[^]*1\.1\.0-2<\/a> in review[^]*formal<\/a>[^]*1\.0\.0-1<\/a> live/)
    const flip = { from: 'review-1', to: 'formal', why: 'the review passed' }
    const sent = []
    for (const name of ['tess', 'ann', 'bo']) {
      const password = new RegExp(` ${name} +(\\S+)`).exec(said)?.[1] ?? ''
      const headers = { ...await signedIn(address, { name, password }), 'content-type': 'application/json' }
      const options = { method: 'POST', headers, body: JSON.stringify(flip) }
      const step = name === 'bo' ? 'flip' : 'approve'
      sent.push((await fetch(`${address}/v1/projects/lantern-vale/${step}`, options)).status)
    }
    t.same(sent, [403, 200, 200], 'a tester may not agree')
    t.match(await (await fetch(board)).text(), /formal<\/a>[^]*1\.1\.0-2<\/a> live/)
  })
})
