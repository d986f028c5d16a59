// Takes 5 s.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { runPackline } from './support/command-line.js'

const page = readFileSync(join(import.meta.dirname, '../docs/releases.md'), 'utf8')
const project = /```json\n([^]*?)```/.exec(page)![1]!
const commands = [...page.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block]) => block!.trim().split('\n'))

/** The words of a line as a shell makes them. */
async function words (line: string): Promise<string[]> {
  const shell = spawn('sh', ['-c', `set -- ${line}\nfor word; do printf '%s\\0' "$word"; done`], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  const [out] = await Promise.all([text(shell.stdout), once(shell, 'close')])
  return out.split('\0').slice(0, -1)
}

t.test('every command of docs/releases.md does what the page says, in its order', async t => {
  const folder = t.testdir({
    'packline.json': project,
    client: { 'game.txt': 'the game' },
    'agent.json': '{}',
    'publish.mjs': 'for await (const part of process.stdin) if (part.length === 0) process.exit(1)'
  })
  const environment = {
    PATH: process.env.PATH ?? '',
    PACKLINE_HOME: join(folder, 'home'),
    PACKLINE_CONFIG: join(folder, 'agent.json'),
    PACKLINE_LANG: 'en',
    BUILD_USER_ID: 'ann'
  }
  t.ok(commands.length > 25)
  const outputs = new Map<string, string>()
  for (const line of commands) {
    const [program, ...argv] = await words(line)
    t.equal(program, 'packline')
    const { status, stdout, stderr } = await runPackline({ cwd: folder, environment }, argv)
    t.equal(status, 0, `${line}\n${stderr}`)
    outputs.set(argv.slice(0, 2).join(' '), stdout)
  }
  t.match(outputs.get('release resolve'), /review-1: taken[^]*review.example:7001/)
  t.match(outputs.get('release undo'), /live: 1.1-2 live → 1.0-1 live/)
  t.match(outputs.get('target list'), /gray-1 +gray +production +50 +1 %/)
  t.match(outputs.get('release diff'), /^3 packages hold the same in both\npackages .* → .*assets/)
  t.equal(readlinkSync(join(folder, 'www/current/live')), '../releases/1.0-1/live')
})
