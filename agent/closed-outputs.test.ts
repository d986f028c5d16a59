import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'

const root = join(import.meta.dirname, '..')
const full = existsSync('/dev/full') ? {} : { skip: 'no /dev/full here' }

/** The command with one of its outputs on a disk that is full. */
function onFullDisk (lost: 'stdout' | 'stderr', words: string[], environment: Record<string, string> = {}) {
  const disk = openSync('/dev/full', 'w')
  try {
    return spawnSync(
      process.execPath,
      ['--import', join(root, 'scripts/register.mjs'), join(root, 'agent/main.ts'), ...words],
      {
        encoding: 'utf8',
        env: { ...process.env, PACKLINE_LANG: 'en', ...environment },
        stdio: ['ignore', lost === 'stdout' ? disk : 'pipe', lost === 'stderr' ? disk : 'pipe']
      }
    )
  } finally {
    closeSync(disk)
  }
}

t.test('an answer that has no place is told in a sentence, and the command fails', full, async t => {
  for (const words of [['--version'], ['help', 'assets', 'build'], ['help', 'assets']]) {
    const { status, stderr } = onFullDisk('stdout', words)
    t.equal(status, 1, words.join(' '))
    t.match(
      stderr,
      /^packline: The answer cannot be written to standard output: the disk is full\. \[ANSWER_LOST\]/
    )
    t.equal(stderr.trim().split('\n').length, 2, stderr)
  }
  t.match(
    onFullDisk('stdout', ['--version'], { PACKLINE_LANG: 'zh-CN' }).stderr,
    '无法把结果写到标准输出：磁盘已满。'
  )
})

t.test('a status that says more stays', full, async t => {
  t.equal(onFullDisk('stdout', ['assets', 'build', '--json', '--project', 'gone']).status, 2)
})

t.test('a command does its work although what it says on the way is lost', full, async t => {
  const { status, stdout } = onFullDisk('stderr', ['--version'])
  t.match({ status, stdout }, { status: 0, stdout: /^\d/ })
  t.equal(onFullDisk('stderr', ['assets', 'biuld']).status, 2)
})
