import { chmodSync, writeFileSync } from 'node:fs'
import t from 'tap'
import { findExecutable } from './find-executable.js'

t.test('a program that is not there, or is a folder, is not found', async t => {
  t.throws(() => findExecutable('no-such-tool', process.env.PATH ?? ''), { code: 'TOOL_NOT_FOUND' })
  t.throws(() => findExecutable('/tmp', ''), { code: 'TOOL_NOT_FOUND' })
})

t.test('a name is looked up in the folders of the path, in their order', async t => {
  const folder = t.testdir({ first: { tool: 'not executable' }, second: {}, third: {} })
  for (const each of ['second', 'third']) {
    writeFileSync(`${folder}/${each}/tool`, '#!/bin/sh\n')
    chmodSync(`${folder}/${each}/tool`, 0o755)
  }
  t.equal(findExecutable('tool', 'first::second:third', folder), `${folder}/second/tool`)
  t.throws(() => findExecutable('tool', 'first', folder), { code: 'TOOL_NOT_FOUND' })
})

t.test('a path is taken from the working folder, not from the search path', async t => {
  t.equal(findExecutable('./sh', '', '/bin'), '/bin/sh')
  t.throws(() => findExecutable('./sh', '/bin', '/tmp'), { code: 'TOOL_NOT_FOUND' })
})
