import { PacklineError } from '../../errors.js'
import { isCcs } from '../ccsui/file-names.js'
import type { Group } from '../sources/group.js'

/** Only Cocos.Tool reads projects, and it reads nothing else. */
export function checkCcsuiInputs (groups: readonly Group[]): PacklineError[] {
  return groups.flatMap(({ rule: { name, tool }, files }) =>
    files.filter(({ path }) => isCcs(path) !== (tool === 'cocos-tool')).map(({ path }) =>
      new PacklineError('CCSUI_WRONG_INPUT', {
        rule: name,
        tool,
        file: path,
        expected: tool === 'cocos-tool' ? '.ccs' : '.csd'
      })
    )
  )
}
