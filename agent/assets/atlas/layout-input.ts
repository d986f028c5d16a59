import type { ActionInputs } from '../../cache/action-cache.js'
import type { NamedItem } from './pack/layout-lock.js'
import type { PackSettings } from './pack/packing.js'

/** What is packed, and how. */
export interface LayoutInput {
  items: NamedItem[]
  settings: PackSettings
  /** The items as inputs of the layout's action. */
  inputs: ActionInputs['inputs']
}
