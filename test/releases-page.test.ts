import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { PassThrough } from 'node:stream'
import t from 'tap'
import { runCommandLine } from '../agent/cli/run-command-line.js'

const page = readFileSync(join(import.meta.dirname, '../docs/releases.md'), 'utf8')
const project = /```json\n([^]*?)```/.exec(page)![1]!
const commands = [...page.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block]) => block!.trim().split('\n'))

/** The words of a line as a shell makes them. */
async function words (line: string): Promise<string[]> {
  const shell = spawn('sh', ['-c', `set -- ${line}\nfor word; do printf '%s\\0' "$word"; done`], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [out] = await Promise.all([text(shell.stdout), once(shell, 'close')])
  return out.split('\0').slice(0, -1)
}

t.test('every command of docs/releases.md does what the page says, in its order', async t => {
  const folder = t.testdir({ 'packline.json': project, 'agent.json': '{}', 'publish.mjs': 'for await (const part of process.stdin) if (part.length === 0) process.exit(1)' })
  const environment = { PATH: process.env.PATH ?? '', PACKLINE_HOME: join(folder, 'home'), PACKLINE_CONFIG: join(folder, 'agent.json'), PACKLINE_LANG: 'en', BUILD_USER_ID: 'ann' }
  buildPackages(folder)
  t.ok(commands.length > 25)
  const outputs = new Map<string, string>()
  for (const line of commands) {
    const [program, ...argv] = await words(line)
    t.equal(program, 'packline')
    const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()]
    const status = await runCommandLine(argv, { environment, cwd: folder, signal: new AbortController().signal, stdin, stdout, stderr })
    stdout.end()
    stderr.end()
    t.equal(status, 0, `${line}\n${await text(stderr)}`)
    outputs.set(argv.slice(0, 2).join(' '), await text(stdout))
  }
  t.match(outputs.get('release resolve'), /review-1: taken[^]*review.example:7001/)
  t.match(outputs.get('release undo'), /live: 1.1-2 live → 1.0-1 live/)
  t.match(outputs.get('target list'), /gray-1 +gray +production +50 +1 %/)
  t.match(outputs.get('release record'), /live \(2\), review-1 \(2\)/)
  t.equal(readlinkSync(join(folder, 'www/current/live')), '../releases/1.0-1/live')
})

/** Two releases with files and the reports of their builds, as packaging leaves them. */
function buildPackages (folder: string): void {
  for (const [index, version] of ['1.0', '1.1'].entries()) {
    const rows = ['live', 'review-1'].flatMap(target => ['android', 'ios'].map(platform => {
      const file = `packages/${version}/${target}/${platform}/game.zip`
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), file)
      const sha256 = createHash('sha256').update(file).digest('hex')
      return { target, platform, way: 'stamp', key: sha256, signature: 'signed', file, size: file.length, sha256 }
    }))
    writeFileSync(join(folder, `report-${version}.json`), JSON.stringify({ project: 'dk', version, build: index + 1, rows }))
  }
}
