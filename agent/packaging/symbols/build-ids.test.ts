import t from 'tap'
import { buildIdOf } from './build-ids.js'
import { library } from './testing/library.js'

t.test('a binary and its symbols are known by the id that the linker gave both', async t => {
  t.equal(
    buildIdOf(library('0123456789abcdef0123456789abcdef01234567')),
    '0123456789abcdef0123456789abcdef01234567'
  )
  const uuid = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
  const program = Buffer.alloc(256)
  program.writeUInt32LE(0xfeedfacf, 0)
  program.writeUInt32LE(2, 16)
  // LC_SEGMENT_64, then LC_UUID.
  program.writeUInt32LE(0x19, 32)
  program.writeUInt32LE(72, 36)
  program.writeUInt32LE(0x1b, 104)
  program.writeUInt32LE(24, 108)
  uuid.copy(program, 112)
  t.equal(buildIdOf(program), uuid.toString('hex'))
})

t.test('what has none, is cut short or lies has none', async t => {
  const whole = library('0123456789abcdef')
  for (let length = 0; length < whole.length; length += 7) {
    const found = buildIdOf(whole.subarray(0, length))
    t.ok(found === undefined || found === '0123456789abcdef')
  }
  t.equal(buildIdOf(Buffer.from('com.studio.dk.Game -> a.b:\n'.repeat(9))), undefined)
  const lies = Buffer.from(whole)
  lies.writeBigUInt64LE(1n << 60n, 64 + 56 + 8)
  t.equal(buildIdOf(lies), undefined)
  const circle = Buffer.alloc(128)
  circle.writeUInt32LE(0xfeedfacf, 0)
  circle.writeUInt32LE(1_000_000, 16)
  t.equal(buildIdOf(circle), undefined, 'a command without a size ends it')
})
