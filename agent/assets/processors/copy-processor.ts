import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { Group } from '../sources/group.js'
import { outputOf } from '../sources/groups.js'

/** Sources as they are. They are copied when they are published, and checked then against their digest. */
export async function buildCopy (group: Group, context: BuildContext): Promise<PlannedOutput[]> {
  const output = outputOf(group)
  await context.runner.run({
    id: group.id,
    rule: group.rule.name,
    inputs: {
      kind: 'copy',
      version: 1,
      options: { output },
      inputs: group.files.map(file => [file.name, file.sha256])
    },
    run: async () => ({})
  })
  return group.files.map(source => ({
    path: output === '' ? source.name : `${output}/${source.name}`,
    source
  }))
}
