import { actionKey } from '../../cache/action-cache.js'
import type { ActionInputs } from '../../cache/action-cache.js'
import type { CommandDefinition } from '../../config/baseline-schema.js'
import type { HardeningDefinition } from '../../config/hardening-schema.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import type { Row } from '../rows.js'

/** The hardening of one unsigned package, whichever rows need it. */
export interface PlannedHardening {
  definition: HardeningDefinition
  /** Same for rows whose unsigned packages are the same. */
  key: string
  inputs: ActionInputs
}

interface HardeningContext {
  commandInputs: (what: Wording, command: CommandDefinition) => Promise<Array<[name: string, digest: string]>>
}

/** `edited` is what the unsigned package is made from. Undefined for a row that is not hardened. */
export async function planHardening (
  { platform, definition: { hardening } }: Row,
  edited: { version: number, inputs: ReadonlyArray<readonly [name: string, digest: string]> },
  { commandInputs }: HardeningContext
): Promise<PlannedHardening | undefined> {
  if (hardening === undefined) return undefined
  const { command, directory, produces, adds, version } = hardening
  const own = await commandInputs(phrase('what.hardening', { platform }), hardening)
  const inputs: ActionInputs = {
    kind: 'package-hardening',
    version: edited.version,
    options: { command, directory, adds, ...produces !== undefined && { produces } },
    tools: { hardening: version },
    inputs: [
      ...edited.inputs,
      ...own.map(([name, digest]): [string, string] => [`hardening ${name}`, digest])
    ]
  }
  return { definition: hardening, key: actionKey(inputs), inputs }
}

/** What a plan says of it. */
export function whyHardened ({ definition: { command, version } }: PlannedHardening): Wording {
  return phrase('row.hardened', { tool: command[0] ?? '', version })
}
