// Work whose steps a test chooses, through the real attempt code of the build: start FILE, end FILE, wait
// FILE, report TEXT, variable NAME, fail, crash, deaf.
import { appendFileSync, existsSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { Redactor } from '../../../dist/config/redaction.js'
import { attemptJob } from '../../../dist/jobs/job-attempt.js'
import { JobFolder } from '../../../dist/jobs/job-folder.js'

const [folder, attempt, , limit, ...words] = process.argv.slice(2)
let isStopped = false
process.on('SIGTERM', () => {
  isStopped = true
})

const isMine = await attemptJob(
  new JobFolder(folder, new Redactor(['canary-secret'])),
  Number(attempt),
  Number(limit),
  Date.now,
  async ({ emit, report }) => {
    while (words.length > 0) {
      const step = words.shift()
      emit({ type: 'step', step })
      switch (step) {
        case 'start':
        case 'end':
          appendFileSync(words.shift(), `${step} ${folder.slice(-21)} ${attempt}\n`)
          break
        case 'wait': {
          const file = words.shift()
          while (!existsSync(file)) {
            await delay(10)
            if (isStopped) return { exitStatus: 130, error: { code: 'INTERRUPTED' } }
          }
          break
        }
        case 'deaf':
          for (;;) await delay(1000)
        case 'report':
          await report({ text: words.shift() })
          break
        case 'variable':
          await report(process.env[words.shift()] ?? null)
          break
        case 'fail':
          return { exitStatus: 1, error: { code: 'RUN_FAILED' } }
        case 'crash':
          console.error('last words', ...words)
          process.kill(process.pid, 'SIGKILL')
      }
    }
    return { exitStatus: 0 }
  }
)
process.exitCode = isMine ? 0 : 75
