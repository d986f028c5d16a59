import t from 'tap'
import type { RunEvent } from '../actions/run-events.js'
import { remember, warnInto } from './run-warnings.js'

t.test('a home that takes no more of what only saves time is told; a defect is none of that', t => {
  const warnings: string[] = []
  const events: RunEvent[] = []
  const warn = warnInto(warnings, {
    emit: event => {
      events.push(event)
    }
  })
  const failing = (error: Error) => () => {
    remember(
      () => {
        throw error
      },
      { home: '/home/farm/packline' },
      warn
    )
  }
  for (const code of ['ENOSPC', 'EACCES', 'EROFS']) failing(Object.assign(new Error(code), { code }))()

  t.match(warnings, [
    /^\/home\/farm\/packline takes nothing more \(the disk is full\)/,
    /\(the rights of this user do not allow it\)/,
    /\(the disk is mounted read-only\)/
  ])
  t.match(events, [{ type: 'warning', key: 'run.notRemembered', message: warnings[0] }, {}, {}])
  t.throws(failing(new TypeError('a defect')), { message: 'a defect' })
  t.end()
})
