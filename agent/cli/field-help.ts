import { agentSchema } from '../config/agent-schema.js'
import { projectSchema } from '../config/project-schema.js'
import { describeField } from '../config/validate.js'
import { isJsonObject } from '../json-object.js'
import { message, type Locale } from '../messages/message.js'

/** What `packline help FIELD` tells of a field of the project file or of the agent's configuration. */
export interface FieldHelp {
  rows: Array<[name: string, value: string]>
  /** The fields below it. */
  below: Array<[name: string, purpose: string]>
}

type Node = Record<string, unknown>

/** Of `assets.rules[0].options.maxSize`; undefined where neither file has such a field. */
export function fieldHelp (locale: Locale, path: string): FieldHelp | undefined {
  const steps = path.replaceAll(/\[\w*\]/g, '').split('.').filter(step => step !== '')
  for (
    const [schema, file] of [[projectSchema, 'help.field.project'], [
      agentSchema,
      'help.field.agent'
    ]] as const
  ) {
    const [found] = fieldsAt(schema, [schema], steps)
    if (found === undefined || steps.length === 0) continue
    const names = namesBelow(schema, found)
    return {
      rows: [
        [message(locale, 'help.field.name'), path],
        [message(locale, 'help.field.file'), message(locale, file)],
        [
          message(locale, 'help.field.is'),
          message(locale, 'help.field.value', { what: describeField(found) })
        ],
        [
          message(locale, 'help.field.default'),
          found.default === undefined ? '' : JSON.stringify(found.default)
        ]
      ],
      below: names.map(([name, field]) => [`  ${name}`, purposeOf(locale, field)])
    }
  }
  return undefined
}

function purposeOf (locale: Locale, { description }: Node): string {
  return typeof description === 'string'
    ? message(locale, 'help.field.purpose', { purpose: description })
    : ''
}

/** A rule's options depend on its processor: one path may name several fields. */
function fieldsAt (schema: object, nodes: readonly object[], steps: readonly string[]): Node[] {
  const [step, ...rest] = steps
  const here = nodes.flatMap(node => alternatives(schema, node))
  if (step === undefined) return here.filter(({ description }) => description !== undefined)
  const below = here.flatMap(({ properties, additionalProperties }) => {
    if (isJsonObject(properties) && isJsonObject(properties[step])) return [properties[step]]
    return isJsonObject(additionalProperties) ? [additionalProperties] : []
  })
  return below.length === 0 ? [] : fieldsAt(schema, below, rest)
}

/** A schema, what it refers to and what may hold in its place; of a list its items. */
function alternatives (schema: object, node: unknown): Node[] {
  if (!isJsonObject(node)) return []
  const { $ref, items, then, allOf, anyOf, oneOf } = node
  const others = [allOf, anyOf, oneOf].flatMap((list): unknown[] => Array.isArray(list) ? list : [])
  return [
    node,
    ...[referred(schema, $ref), items, then, ...others].flatMap(each => alternatives(schema, each))
  ]
}

function referred (schema: object, reference: unknown): unknown {
  if (typeof reference !== 'string') return undefined
  return reference.split('/').slice(1).reduce<unknown>(
    (node, part) => isJsonObject(node) ? node[part] : undefined,
    schema
  )
}

function namesBelow (schema: object, field: Node): Array<[string, Node]> {
  const all = alternatives(schema, field).flatMap(({ properties }) =>
    isJsonObject(properties) ? Object.entries(properties) : []
  )
  const known = all.flatMap(([name, each]) => isJsonObject(each) ? [[name, each] as const] : [])
  // Where a rule's processor decides about a field, the schema tells of it first.
  return [...new Map(known.map(([name]) => [name, known.find(([other]) => other === name)?.[1] ?? {}]))]
}
