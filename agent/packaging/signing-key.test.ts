import t from 'tap'
import type { PacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import { readSigningKey } from './signing-key.js'

t.test('why a password cannot be had is told in the language of its reader', async t => {
  const signing = { keystore: 'file:release.keystore', alias: 'a', password: 'env:NOT_THERE' }
  const folder = t.testdir({ 'release.keystore': '' })
  let refused: unknown
  try {
    await readSigningKey('release', signing, folder, {})
  } catch (error) {
    refused = error
  }
  t.match(refused, { code: 'PACKAGE_KEY_MISSING', details: { reason: 'the variable is not set' } })
  t.match(describeError('zh-CN', refused as PacklineError).message, /该变量未设置/)
})
