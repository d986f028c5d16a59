import type { Block, Field, Table, TableReader, Target } from './table-model.js'

/** What says each field of a table, and of the blocks in it. */
export function readerOf (fields: readonly Field[]): TableReader {
  const blocks: Block[] = [{
    table: null,
    defaults: fields.map(({ plan }) => plan.fallback),
    parent: 0,
    field: 0
  }]
  const byAttribute = new Map<string, Target[]>()
  const byChild = new Map<string, Target[]>()
  const computed: Target[] = []
  const add = (targets: Map<string, Target[]>, name: string, target: Target): void => {
    targets.set(name, [...targets.get(name) ?? [], target])
  }
  fields.forEach(({ plan }, field) => {
    const target = { block: 0, field, plan, member: 0 }
    if (plan.op === 'block') addBlock(plan.table, field)
    else if (plan.child !== '') add(byChild, plan.child, target)
    else if (plan.op === 'run') computed.push(target)
    else if (plan.op !== 'none') {
      plan.names.forEach((name, member) => {
        add(byAttribute, name, { block: 0, field, plan, member })
      })
    }
  })

  /** The block's own blocks come along with it. */
  function addBlock (table: Table, field: number): void {
    const { reader } = table
    const first = blocks.length
    reader.blocks.forEach((block, index) => {
      blocks.push(
        index === 0
          ? { table, defaults: block.defaults, parent: 0, field }
          : { table: block.table, defaults: block.defaults, parent: first + block.parent, field: block.field }
      )
    })
    const move = ({ block, field, plan, member }: Target): Target => ({
      block: block + first,
      field,
      plan,
      member
    })
    for (const [name, targets] of reader.byAttribute) {
      for (const target of targets) add(byAttribute, name, move(target))
    }
    for (const [name, targets] of reader.byChild) {
      for (const target of targets) add(byChild, name, move(target))
    }
    computed.push(...reader.computed.map(move))
  }
  return { blocks, byAttribute, byChild, computed }
}
