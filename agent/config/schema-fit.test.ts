import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import t from 'tap'
import type { Test } from 'tap'
import { isJsonObject } from '../json-object.js'
import { agentSchema } from './agent-schema.js'
import { projectSchema } from './project-schema.js'
import { fitsSchema } from './schema-fit.js'

const ajv = new Ajv({ useDefaults: true, strict: false })
const values = [null, true, '', 'x', 'a/*/', '../x', 0, -1, 1.5, 1e9, [], [1, 1], {}, { name: 'x' }]
/** Which place of a document, what is done there, and with which value. */
const changes = fc.array(
  fc.tuple(
    fc.nat(),
    fc.constantFrom('replace', 'remove', 'add', 'repeat', 'append'),
    fc.constantFrom(...values)
  ),
  { minLength: 1, maxLength: 3 }
)

type Holder = Record<string, unknown> | unknown[]

function holders (value: unknown): Holder[] {
  if (Array.isArray(value)) return [value, ...value.flatMap(holders)]
  return isJsonObject(value) ? [value, ...Object.values(value).flatMap(holders)] : []
}

function change (document: unknown, place: number, what: string, value: unknown): void {
  const all = holders(document)
  const holder = all[place % all.length]
  if (Array.isArray(holder)) {
    const at = place % (holder.length + 1)
    if (what === 'remove') holder.splice(at, 1)
    else if (what === 'repeat') holder.push(structuredClone(holder[at % holder.length]))
    else holder.splice(at, what === 'replace' ? 1 : 0, structuredClone(value))
  } else if (holder !== undefined) {
    const names = Object.keys(holder)
    const name = names[place % names.length] ?? 'x'
    if (what === 'remove') delete holder[name]
    else if (what === 'add') holder.unknown = structuredClone(value)
    else if (what === 'append') holder[name] = `${String(holder[name])}\u{1F3AE}`
    else holder[name] = structuredClone(value)
  }
}

function agrees (t: Test, schema: object, whole: unknown, runs: number): void {
  const validate = ajv.compile(schema)
  const counts = { fit: 0, unfit: 0 }
  fc.assert(
    fc.property(changes, some => {
      const document = structuredClone(whole)
      for (const [place, what, value] of some) change(document, place, what, value)
      const [byAjv, quick] = [structuredClone(document), structuredClone(document)]
      const expected = validate(byAjv)
      counts[expected ? 'fit' : 'unfit']++
      if (fitsSchema(schema, quick) !== expected) throw new Error(`Ajv: ${JSON.stringify(validate.errors)}`)
      if (expected && JSON.stringify(quick) !== JSON.stringify(byAjv)) throw new Error('other defaults')
    }),
    { numRuns: runs }
  )
  t.ok(counts.fit > runs / 20 && counts.unfit > runs / 5, JSON.stringify(counts))
}

function json (file: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../../resources', file), 'utf8'))
}

t.test('a project file fits or not, and is filled in, as by Ajv', async t => {
  agrees(t, projectSchema, json('sample-game/packline.json'), 400)
})

t.test('so is a configuration of an agent', async t => {
  agrees(t, agentSchema, {
    device: 'mac-01',
    labels: ['macos'],
    workspaces: ['/builds'],
    licences: { texturepacker: { seats: 2, mode: 'pinned', devices: ['mac-01', 'linux-03'] } },
    zookeeper: { servers: 'zk1:2181' },
    jenkins: { url: 'https://ci.example', user: 'farm', tokenFile: '/token' }
  }, 200)
})

t.test('every form of a schema that is understood is as Ajv has it; another is for Ajv to judge', async t => {
  const value = {
    type: 'object',
    properties: {
      kind: { enum: ['a', 'b'], default: 'a' },
      size: { type: ['integer', 'string'], exclusiveMinimum: 0 },
      tags: { type: 'array', items: { type: 'string', minLength: 2 }, uniqueItems: true, minItems: 1 },
      next: { $ref: '#/definitions/next' }
    },
    propertyNames: { maxLength: 5 },
    additionalProperties: { type: 'number' },
    minProperties: 2,
    maxProperties: 4,
    allOf: [{ not: { required: ['gone'] } }],
    anyOf: [{ required: ['kind'] }, { required: ['size'] }],
    oneOf: [{ required: ['size'] }, { required: ['tags'] }],
    // Defaults in a condition are not taken, those behind it are.
    if: { properties: { kind: { const: 'b' }, size: { default: 3 } } },
    then: { required: ['tags'], properties: { size: { default: 7 } } },
    else: { required: ['size'] },
    definitions: { next: { type: 'object', properties: { deep: { default: { list: [1] } } } } }
  }
  agrees(t, value, { kind: 'b', tags: ['aa', 'bb'], next: {} }, 400)
  t.equal(fitsSchema({ type: 'object', patternProperties: {} }, {}), false)
})
