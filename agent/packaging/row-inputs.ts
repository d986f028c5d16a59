import type { ActionInputs } from '../cache/action-cache.js'
import type { ChannelForm } from '../config/package-platform-schema.js'
import type { SplitsIdentity } from './aab/splits-identity.js'
import type { ChannelStamp } from './apk/channel-forms.js'
import type { PlannedHardening } from './apk/planned-hardening.js'
import type { InspectedBaseline } from './baseline.js'
import type { ConfigDocument } from './config-document-schema.js'
import type { Row } from './rows.js'
import type { SigningIdentity } from './signing-identity.js'

/** Raised whenever the code would make other packages of the same inputs. */
export const packageVersion = 1

/** What rows share that differ in their stamp, their name and their config document only. */
export function baseInputs (
  baseline: InspectedBaseline | undefined,
  { signing, hardening, splits }: {
    signing: SigningIdentity | undefined
    hardening: PlannedHardening | undefined
    splits: SplitsIdentity | undefined
  },
  inputs: ActionInputs['inputs']
): ActionInputs & { options: object } {
  return {
    kind: 'package-base',
    version: packageVersion,
    options: {
      type: baseline?.definition.type,
      ...signing,
      ...hardening !== undefined && { hardening: hardening.inputs.options },
      ...splits?.options
    },
    tools: { ...signing?.tools, ...hardening?.inputs.tools, ...splits?.tools },
    inputs: hardening?.inputs.inputs ?? inputs
  }
}

export function rowInputs (
  row: Row,
  base: ActionInputs & { options: object },
  name: string,
  stamp: ChannelStamp | undefined,
  document: ConfigDocument
): ActionInputs {
  const { exec } = row.definition
  return {
    ...base,
    kind: 'package-row',
    options: {
      ...base.options,
      name,
      ...stamp !== undefined && { stamp, ...formsOption(row) },
      ...exec !== undefined && { exec },
      ...Object.fromEntries(Object.entries(document).map(([field, value]) => [`config.${field}`, value]))
    }
  }
}

/** Packages in Walle's form alone are known by the keys that they always had. */
function formsOption ({ definition: { channelForms } }: Row): { channelForms?: readonly ChannelForm[] } {
  return channelForms.length === 1 && channelForms[0] === 'walle' ? {} : { channelForms }
}
