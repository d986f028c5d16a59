import type { RuleOf } from '../../config/rule-schema.js'
import type { Group } from '../sources/group.js'
import type { PageSides } from './pack/packing.js'

/** A group of pictures for the embedded packer. */
export type AtlasGroup = Group<Extract<RuleOf<'atlas'>, { tool: 'embedded' }>> & {
  /** Of a sheet that has to be one page: how large that may be. */
  maxPage?: PageSides
}
