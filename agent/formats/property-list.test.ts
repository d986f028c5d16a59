import fc from 'fast-check'
import { build, buildBinary, parse, parseBinary } from 'plist'
import t from 'tap'
import { formOf, readPropertyList, writePropertyList } from './property-list.js'
import { Uid } from './property-list-value.js'
import type { PropertyListValue } from './property-list-value.js'

type Judged = Parameters<typeof build>[0]

/** As npm's plist, the judge here, has it: a dict is an object. */
function judged (value: PropertyListValue): Judged {
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, each]) => [key, judged(each)]))
  if (Array.isArray(value)) return value.map(judged)
  if (value instanceof Uid) return { UID: value.value }
  if (typeof value === 'bigint') return Number(value)
  return value instanceof Uint8Array ? new Uint8Array(value) : value
}

const letters = fc.constantFrom(
  'a',
  'Z',
  '&',
  '<',
  '>',
  '"',
  "'",
  ' ',
  '\n',
  '\t',
  '\r',
  '甲',
  '😀',
  ';',
  ']]>'
)
const text = fc.array(letters, { maxLength: 20 }).map(each => each.join(''))
// The judge takes integers of other sizes for real numbers.
const number = fc.oneof(
  fc.integer(),
  fc.integer({ min: 0, max: 0xFFFF_FFFF }),
  fc.double({ noInteger: true, noNaN: true, noDefaultInfinity: true })
)
const date = fc.integer({ min: -2e9, max: 4e9 }).map(seconds => new Date(seconds * 1000))
const bytes = fc.uint8Array({ maxLength: 40 }).map(each => Buffer.from(each))
const { dict } = fc.letrec<{ value: PropertyListValue, dict: Map<string, PropertyListValue> }>(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    number,
    fc.boolean(),
    date,
    bytes,
    fc.array(tie('value'), { maxLength: 20 }),
    tie('dict')
  ),
  // Keys of digits would be sorted by the judge's objects.
  dict: fc.array(fc.tuple(text.map(each => `k${each}`), tie('value')), { maxLength: 8 }).map(each =>
    new Map(each)
  )
}))

t.test('XML is written as npm plist writes it, and read as it reads it', async t => {
  fc.assert(fc.property(dict, value => {
    const written = writePropertyList(value, 'xml')
    t.equal(written.toString(), `${build(judged(value))}\n`)
    const read = readPropertyList('x.plist', written)
    t.strictSame(read, value)
    t.strictSame(judged(read), parse(written.toString()))
  }))
})

t.test('binary lists are written as npm plist writes them, and read as it reads them', async t => {
  fc.assert(fc.property(dict, value => {
    const written = writePropertyList(value, 'binary')
    t.strictSame(written, Buffer.from(buildBinary(judged(value))))
    t.strictSame(readPropertyList('x.plist', written), value)
    t.strictSame(judged(readPropertyList('x.plist', written)), parseBinary(written))
  }))
})

t.test('both forms hold what an object or a number cannot', async t => {
  const value = new Map<string, PropertyListValue>([
    ['__proto__', new Map([['constructor', 'a'], ['toString', 'b']])],
    ['2', 'before 1'],
    ['1', 2 ** 40],
    ['', -(2 ** 40)],
    ['big', [2n ** 63n - 1n, -(2n ** 63n), 2n ** 64n - 1n]]
  ])
  for (const form of ['xml', 'binary'] as const) {
    const written = writePropertyList(value, form)
    t.equal(formOf(written), form)
    const read = readPropertyList('x.plist', written)
    t.strictSame(read, value)
    t.same(read instanceof Map && [...read.keys()], [...value.keys()])
  }
})

t.test('only a binary list has references and null', async t => {
  const value: PropertyListValue = [new Uid(3), new Uid(70_000), null]
  t.strictSame(readPropertyList('x.plist', writePropertyList(value, 'binary')), value)
  t.match(writePropertyList(value, 'xml').toString(), /<array>\s*<dict>\s*<key>CF\$UID<\/key>/)
})

t.test('many objects take wider numbers', async t => {
  for (const count of [300, 70_000]) {
    const value = Array.from({ length: count }, (_, index) => index)
    t.strictSame(readPropertyList('x.plist', writePropertyList(value, 'binary')), value)
  }
})

t.test('what XML says otherwise than plain text is read', async t => {
  const list = (content: string): PropertyListValue =>
    readPropertyList('x.plist', Buffer.from(`<plist version="1.0"><array>${content}</array></plist>`))
  t.strictSame(list('<string>a<![CDATA[<b>]]>&#x63;</string><string> </string>'), ['a<b>c', ' '])
  t.strictSame(list('<integer> 0x1F </integer><integer>+7</integer><real>1e3</real>'), [31, 7, 1000])
  t.strictSame(list('<data>\n\tAAEC\n\t/w==\n</data>'), [Buffer.from([0, 1, 2, 255])])
})

t.test('XML that is no property list is refused with a reason', async t => {
  for (
    const [content, message] of [
      ['<dict><string/></dict>', /<string> where a key/],
      ['<dict><key>a</key><key>b</key></dict>', /<key> where a value/],
      ['<dict><key>a</key></dict>', /key a has no value/],
      ['<integer>1.5</integer>', /1\.5 is no integer/],
      ['<real/>', /no real number/],
      ['<date>soon</date>', /soon is no date/],
      ['<data>*</data>', /base64/],
      ['<wrong/>', /<wrong> is no value/],
      ['', /0 values/],
      ['<true/><true/>', /2 values/]
    ] as const
  ) {
    const bytes = Buffer.from(`<plist version="1.0">${content}</plist>`)
    t.throws(() => readPropertyList('x.plist', bytes), { message }, content)
  }
  t.throws(() => readPropertyList('x.plist', Buffer.from('<dict/>')), { message: /<dict> where <plist>/ })
  t.throws(() => writePropertyList(['a\u0001'], 'xml'), { message: /holds what XML cannot/ })
})

t.test('a damaged binary list is read or refused, and takes neither memory nor time', async t => {
  const whole = writePropertyList(
    new Map<string, PropertyListValue>([['a', ['b', 1, new Date(0)]]]),
    'binary'
  )
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 9), fc.nat(255)), { minLength: 1, maxLength: 6 }),
      fc.nat(whole.length),
      (edits, cut) => {
        const damaged = Buffer.from(whole)
        for (const [at, byte] of edits) damaged[at + 8] = byte
        for (const each of [damaged, Buffer.concat([damaged.subarray(0, 8), damaged.subarray(8 + cut)])]) {
          try {
            readPropertyList('x.plist', each)
          } catch (error) {
            if (!(error instanceof Error) || error.message === '') throw error
          }
        }
      }
    ),
    { numRuns: 2000 }
  )
  // Each list holds the next one twice, and the last one the first.
  const levels = 40
  const objects = Array
    .from({ length: levels }, (_, at) => [0xA2, (at + 1) % levels, (at + 1) % levels])
    .flat()
  const offsets = Array.from({ length: levels }, (_, at) => 8 + at * 3)
  const trailer = Buffer.alloc(32)
  trailer.set([1, 1], 6)
  trailer.writeUInt32BE(levels, 12)
  trailer.writeUInt32BE(8 + objects.length, 28)
  const bomb = Buffer.concat([Buffer.from('bplist00'), Buffer.from([...objects, ...offsets]), trailer])
  t.throws(() => readPropertyList('x.plist', bomb), { message: /more than 512 levels/ })
  bomb.set([0x08, 0x08, 0x08], 8 + (levels - 1) * 3)
  t.throws(() => readPropertyList('x.plist', bomb), { message: /more than 1000000 values/ })
})
