import { noPlan } from './value-plan.js'
import type { FieldType, Plan, Read, Source, Table, Value } from './table-model.js'

/** An attribute of the node's own element, read by the rule of the field's type. */
export function attribute (name: string, fallback: string | number | boolean): Source {
  return childAttribute('', name, fallback)
}

/** An attribute of a child element. */
export function childAttribute (child: string, name: string, fallback: string | number | boolean): Source {
  return { planFor: ({ kind }) => attributePlan(kind, child, name, fallback) }
}

export function constant (value: Value): Source {
  return { planFor: () => ({ ...noPlan, fallback: value }) }
}

/** The number that stands for an attribute's text; 0 for any other text. */
export function choice (name: string, values: Record<string, number>): Source {
  return {
    planFor: () => ({
      ...noPlan,
      op: 'choice',
      names: [name],
      fallback: 0,
      choices: new Map(Object.entries(values))
    })
  }
}

/** What no other source can say: a function of the node's element. */
export function computed (run: Read): Source {
  return { planFor: () => ({ ...noPlan, op: 'run', run }) }
}

/** A function of a child element, or `fallback` without it. */
export function computedChild (child: string, fallback: Value, run: Read): Source {
  return { planFor: () => ({ ...noPlan, op: 'run', child, fallback, run }) }
}

/**
 * A struct from a child element: its attributes in the order of the struct's members, each with its default.
 */
export function child (name: string, attributes: Record<string, number>): Source {
  return { planFor: type => structPlan(type, 'struct', name, attributes) }
}

/** A struct from attributes of the node's own element. */
export function own (attributes: Record<string, number>): Source {
  return { planFor: type => structPlan(type, 'member', '', attributes) }
}

/**
 * A colour from a child element, whose own alpha is ignored: no attribute has the empty name, so it is always
 * 255.
 */
export function rgb (name: string, fallback: number): Source {
  return child(name, { '': 255, R: fallback, G: fallback, B: fallback })
}

/** A sub-table that is read from the same element. */
export function block (table: Table): Source {
  return { planFor: () => ({ ...noPlan, op: 'block', table }), resources: [...table.resources.values()] }
}

function structPlan (
  { struct }: FieldType,
  op: 'struct' | 'member',
  child: string,
  attributes: Record<string, number>
): Plan {
  if (struct === null) throw new Error('a struct for a field that is none')
  const [names, fallback] = [Object.keys(attributes), Object.values(attributes)]
  return { ...noPlan, op, child, names, fallback, member: struct.member }
}

function attributePlan (
  kind: FieldType['kind'],
  child: string,
  name: string,
  fallback: string | number | boolean
): Plan {
  const names = [name]
  if (kind === 'string' || kind === 'bool') return { ...noPlan, op: kind, child, names, fallback }
  if ((kind === 'int' || kind === 'float' || kind === 'byte') && typeof fallback === 'number') {
    return { ...noPlan, op: kind, child, names, fallback }
  }
  throw new Error(`the attribute ${name} for a field of the kind ${kind}`)
}
