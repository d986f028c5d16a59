import { ok } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { Builder } from 'flatbuffers'
import fc from 'fast-check'
import t from 'tap'
import { PacklineError } from '../../../errors.js'
import { tableJson } from './csb-json.js'
import { outlineOf } from './csb-outline.js'
import { readCsb } from './csb-reader.js'
import { exportCsd } from '../export/export-csd.js'

const fixture = (name: string) =>
  Buffer.from(exportCsd(readFileSync(new URL(`../fixtures/${name}`, import.meta.url)), name).csb)

function codeOf (bytes: Uint8Array): string {
  try {
    readCsb(bytes, 'a.csb')
  } catch (error) {
    if (error instanceof PacklineError) return error.code
    throw error
  }
  return 'read'
}

t.test('changed bytes are read or refused, and never anything else', async t => {
  const originals = ['nodes.csd', 'animation.csd', 'tab-control.csd'].map(fixture)
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.constantFrom(...originals),
        fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 12 }),
        (original, changes) => {
          const damaged = Buffer.from(original)
          for (const [at, byte] of changes) damaged[at % damaged.length] = byte
          try {
            const tree = readCsb(damaged, 'a.csb')
            outlineOf(tree)
            JSON.stringify(tableJson(tree))
          } catch (error) {
            ok(
              error instanceof PacklineError && ['CCSUI_NOT_CSB', 'CCSUI_OLD_CSB'].includes(error.code),
              String(error)
            )
          }
        }
      ),
      { numRuns: 1500 }
    )
  )
})

t.test('a file cut off anywhere is refused', async t => {
  const original = fixture('tab-control.csd')
  for (let length = 0; length < original.length; length += 7) {
    t.equal(codeOf(original.subarray(0, length)), 'CCSUI_NOT_CSB', `${length} bytes`)
  }
})

t.test('random bytes are refused', async t => {
  t.doesNotThrow(() =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        bytes => ['CCSUI_NOT_CSB', 'CCSUI_OLD_CSB', 'read'].includes(codeOf(bytes))
      ),
      { numRuns: 300 }
    )
  )
})

t.test('a csb of protocol buffers is refused by name', async t => {
  t.equal(codeOf(Buffer.from('\n\x072.0.6.0\x12\x03abc', 'latin1')), 'CCSUI_OLD_CSB')
})

/** A root whose node tree is `node`, which a hostile writer made. */
function hostile (buildNode: (builder: Builder) => number): Uint8Array {
  const builder = new Builder()
  const node = buildNode(builder)
  builder.startObject(6)
  builder.addFieldOffset(3, node, 0)
  builder.finish(builder.endObject())
  return builder.asUint8Array()
}

t.test('a few bytes that unfold to billions of nodes are refused', async t => {
  const bytes = hostile(builder => {
    let node = 0
    for (let level = 0; level < 40; level++) {
      const children = [node, node, node].filter(offset => offset !== 0)
      builder.startVector(4, children.length, 4)
      for (const child of children) builder.addOffset(child)
      const vector = builder.endVector()
      builder.startObject(4)
      builder.addFieldOffset(1, vector, 0)
      node = builder.endObject()
    }
    return node
  })

  t.ok(bytes.byteLength < 2000)
  t.equal(codeOf(bytes), 'CCSUI_NOT_CSB')
})

t.test('nesting beyond every csd is refused without running out of stack', async t => {
  const bytes = hostile(builder => {
    let node = 0
    for (let level = 0; level < 20_000; level++) {
      builder.startVector(4, node === 0 ? 0 : 1, 4)
      if (node !== 0) builder.addOffset(node)
      const vector = builder.endVector()
      builder.startObject(4)
      builder.addFieldOffset(1, vector, 0)
      node = builder.endObject()
    }
    return node
  })

  t.equal(codeOf(bytes), 'CCSUI_NOT_CSB')
})

t.test('the class of another editor is kept by name', async t => {
  const bytes = hostile(builder => {
    const name = builder.createString('Mystery')
    builder.startObject(1)
    const data = builder.endObject()
    builder.startObject(1)
    builder.addFieldOffset(0, data, 0)
    const options = builder.endObject()
    builder.startObject(4)
    builder.addFieldOffset(0, name, 0)
    builder.addFieldOffset(2, options, 0)
    return builder.endObject()
  })

  t.match(tableJson(readCsb(bytes, 'a.csb')).nodeTree, {
    classname: 'Mystery',
    children: null,
    options: { '@type': 'unknown:Mystery' }
  })
})
