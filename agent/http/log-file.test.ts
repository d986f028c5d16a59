import { readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { until } from '../../test/support/processes.js'
import { logFile } from './log-file.js'

t.test('a log that is moved away goes on in a new file, and no line is lost', async t => {
  const folder = t.testdir({})
  const file = join(folder, 'agent.log')
  const log = logFile(file, 1)
  const lines: string[] = []
  const write = (line: string): void => {
    lines.push(line)
    log.write(line)
  }
  const textOf = (name: string): string => {
    try {
      return readFileSync(join(folder, name), 'utf8')
    } catch {
      return ''
    }
  }
  for (const turn of ['a', 'b', 'c']) {
    write(`${turn} before\n`)
    await until('it is written', async () => textOf('agent.log').includes(turn))
    renameSync(file, join(folder, `agent.log.${turn}`))
    write(`${turn} after\n`)
    // As newsyslog: the next move comes when there is something to move.
    await until('it is followed', async () => {
      write(`${turn} more\n`)
      return textOf('agent.log').includes('more')
    })
  }
  await until('all is written', async () => {
    const all = ['agent.log.a', 'agent.log.b', 'agent.log.c', 'agent.log'].map(textOf).join('')
    return all === lines.join('')
  })
  log.close()
  log.close()
})

t.test('a log that cannot be written is told at once', async t => {
  const folder = t.testdir({ 'agent.log': {} })
  t.throws(() => logFile(join(folder, 'agent.log')), {
    code: 'USAGE_BAD_VALUE',
    message: /PACKLINE_LOG_FILE.*a folder, not a file/
  })
})
