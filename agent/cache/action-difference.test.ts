import t from 'tap'
import { english } from '../messages/testing/english.js'
import type { ActionInputs } from './action-cache.js'
import { explainDifference } from './action-difference.js'

const before: ActionInputs = {
  kind: 'page',
  version: 1,
  options: { maxSize: 2048, trim: true },
  tools: { texturepacker: '7.0' },
  inputs: [['a.png', '1'], ['b.png', '2']]
}

t.test('what changed is named, with what it was and what it is', async t => {
  t.same(english(explainDifference(before, { ...before, version: 2 })), [
    "packline's version of page changed from 1 to 2"
  ])
  t.same(english(explainDifference(before, { ...before, options: { maxSize: 1024, trim: true } })), [
    'option maxSize changed from 2048 to 1024'
  ])
  t.same(english(explainDifference(before, { ...before, tools: { texturepacker: '7.1' } })), [
    'tool texturepacker changed from "7.0" to "7.1"'
  ])
})

t.test('what came or went was or is none', async t => {
  t.same(
    english(explainDifference(before, { ...before, options: { maxSize: 2048, trim: true, scale: 2 } })),
    [
      'option scale is new: 2'
    ]
  )
  t.same(english(explainDifference(before, { ...before, options: { maxSize: 2048 } })), [
    'option trim is gone, it was true'
  ])
  const { tools: _, ...withoutTools } = before
  t.same(english(explainDifference(before, withoutTools)), ['tool texturepacker is gone, it was "7.0"'])
  t.same(english(explainDifference(withoutTools, before)), ['tool texturepacker is new: "7.0"'])
})

t.test('options that are a list or one value are told apart too', async t => {
  t.same(english(explainDifference({ ...before, options: ['a', 'b'] }, { ...before, options: ['a', 'c'] })), [
    'option 1 changed from "b" to "c"'
  ])
  t.same(english(explainDifference({ ...before, options: 'a' }, { ...before, options: null })), [
    'option value changed from "a" to null'
  ])
})

t.test('inputs that changed, came and went', async t => {
  t.same(english(explainDifference(before, { ...before, inputs: [['b.png', '3'], ['c.png', '4']] })), [
    'input b.png changed',
    'input c.png was added',
    'input a.png was removed'
  ])
})

t.test('of many inputs ten are named and the others counted', async t => {
  const named = (count: number): ActionInputs['inputs'] =>
    Array.from({ length: count }, (_, index) => [`${index}.png`, 'x'] as const)
  const ten = explainDifference({ ...before, inputs: [] }, { ...before, inputs: named(10) })
  const twelve = explainDifference({ ...before, inputs: [] }, { ...before, inputs: named(12) })

  t.equal(ten.length, 10)
  t.equal(twelve.length, 11)
  t.equal(english(twelve[9]), 'input 9.png was added')
  t.equal(english(twelve[10]), 'and 2 more inputs')
})

t.test('long values are cut, and differ though their beginnings are alike', async t => {
  const long = (length: number, end: string): string => 'x'.repeat(length) + end
  const [reason] = explainDifference(
    { ...before, options: { list: long(80, 'a') } },
    { ...before, options: { list: long(80, 'b') } }
  )
  t.equal(english(reason), `option list changed from …${long(16, 'a"')} to …${long(16, 'b"')}`)
  const inside = (value: string): object => ({
    ...before,
    options: { list: [long(80, value), long(80, '')] }
  })
  t.same(english(explainDifference(inside('a') as typeof before, inside('b') as typeof before)), [
    `option list changed from …${long(16, 'a","')}${long(37, '…')} to …${long(16, 'b","')}${long(37, '…')}`
  ])
  const [whole] = explainDifference({ ...before, options: long(57, 'a') }, {
    ...before,
    options: long(57, 'b')
  })
  t.equal(english(whole), `option value changed from "${long(57, 'a')}" to "${long(57, 'b')}"`)
})

t.test('where all is the same but the order, the order is it', async t => {
  t.same(english(explainDifference(before, { ...before, inputs: [['b.png', '2'], ['a.png', '1']] })), [
    'the order of its inputs changed'
  ])
})
