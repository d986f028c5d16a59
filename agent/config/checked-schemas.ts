import { agentSchema } from './agent-schema.js'
import { projectSchema } from './project-schema.js'
import { targetSchema } from './target-schema.js'

/** What the build compiles to code (scripts/compiled-checks.mjs). */
export const checkedSchemas = { agent: agentSchema, project: projectSchema, target: targetSchema }
