// Runs tap and closes with one line that every CI reads: N passed, N failed, N skipped.
import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'

const tap = createRequire(import.meta.url).resolve('tap')
const runner = tap.replace(/node_modules\/tap\/.*/, 'node_modules/.bin/tap')
const child = spawn(runner, ['--reporter=tap', ...process.argv.slice(2)], {
  stdio: ['ignore', 'pipe', 'inherit']
})

const counts = { passed: 0, failed: 0, skipped: 0 }
// What a CI machine need not have; every other skip fails there.
const mayBeMissing =
  /no container runtime can start|containers on this system run in a virtual machine|Debian(: (?!maven)| packages? )|cannot be mounted|file system.* here/
let missing = 0
const failing = []
const started = Date.now()

// A leaf is an assertion line that no indented subtest precedes; tap nests subtests by four blanks.
const stack = []
for await (const line of createInterface({ input: child.stdout })) {
  const match = /^(\s*)(ok|not ok) \d+(?: - (.*))?$/.exec(line)
  if (match === null) {
    const subtest = /^(\s*)# Subtest: (.*)$/.exec(line)
    if (subtest !== null) stack[subtest[1].length / 4] = subtest[2]
    if (failing.length > 0 && /^\s+(\.\.\.|---|\S)/.test(line) && counts.failed > 0 && failing.at(-1).open) {
      failing.at(-1).lines.push(line)
    }
    if (/^\s*\.\.\.$/.test(line) && failing.length > 0) failing.at(-1).open = false
    continue
  }
  const [, indent, verdict, rest = ''] = match
  const depth = indent.length / 4
  const isParent = stack[depth] !== undefined && rest.startsWith(stack[depth])
  if (isParent) {
    stack.length = depth
    if (depth === 0) {
      process.stdout.write(
        `${verdict === 'ok' ? 'ok    ' : 'FAILED'} ${
          rest.replace(/ # time=([\d.]+)ms.*/, (_, ms) => ms < 5000 ? '' : ` (${Math.round(ms / 1000)} s)`)
        }\n`
      )
    }
    if (!/ # SKIP/i.test(rest) && !(verdict === 'not ok' && counts.failed === 0)) continue
  }
  if (/ # SKIP/i.test(rest)) {
    counts.skipped++
    if (!mayBeMissing.test(rest)) missing++
    process.stdout.write(`skipped ${stack.slice(0, depth).join(' › ')} › ${rest.replace(' # SKIP', ':')}\n`)
  } else if (verdict === 'ok' || / # TODO/i.test(rest)) counts.passed++
  else {
    counts.failed++
    failing.push({ open: true, lines: [`${stack.slice(0, depth).join(' › ')} › ${rest}`] })
  }
}
const status = await new Promise(resolve => {
  child.on('close', resolve)
})
for (const { lines } of failing) process.stdout.write(`\nFAILED ${lines.slice(0, 60).join('\n')}\n`)
if (status !== 0 && counts.failed === 0) counts.failed = 1
if (counts.passed === 0) counts.failed = Math.max(counts.failed, 1)
if (process.env.CI === 'true' && missing > 0) {
  process.stdout.write('\nCI=true: a skipped suite counts as failed\n')
}
process.stdout.write(`\nin ${((Date.now() - started) / 1000).toFixed(0)} s\n`)
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
process.exitCode = counts.failed > 0 || (process.env.CI === 'true' && missing > 0) ? 1 : 0
