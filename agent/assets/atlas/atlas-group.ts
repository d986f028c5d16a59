import type { RuleOf } from '../../config/rule-schema.js'
import type { Group } from '../sources/group.js'

/** A group of pictures for the embedded packer. */
export type AtlasGroup = Group<Extract<RuleOf<'atlas'>, { tool: 'embedded' }>>
