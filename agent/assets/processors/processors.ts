import type { ProcessorName } from '../../config/project-schema.js'
import { checkCcsuiInputs } from './ccsui-inputs.js'
import { isCsd } from '../ccsui/file-names.js'
import { checkFrameNames } from '../atlas/frame-names.js'
import type { BuildContext, Group, PlannedOutput, Processor } from '../actions/processor.js'

type Build = (group: Group, context: BuildContext) => Promise<PlannedOutput[]>

/**
 * Every processor: which files it takes and what can be checked is known at once; the rest is loaded when
 * there is work for it.
 */
export const processors: Record<ProcessorName, Processor> = {
  atlas: {
    ...lazily('atlas', isPicture, async () => (await import('./atlas-processor.js')).buildAtlas),
    check: checkFrameNames
  },
  image: lazily('image', isPicture, async () => (await import('./image-processor.js')).buildImages),
  ccsui: {
    ...lazily('ccsui', isCsd, async () => (await import('./ccsui-processor.js')).buildCcsui),
    check: checkCcsuiInputs
  },
  copy: lazily('copy', () => true, async () => (await import('./copy-processor.js')).buildCopy)
}

function isPicture (path: string): boolean {
  return /\.(png|jpe?g|webp)$/i.test(path)
}

function lazily (
  name: ProcessorName,
  accepts: (path: string) => boolean,
  load: () => Promise<Build>
): Processor {
  return { name, accepts, build: async (group, context) => await (await load())(group, context) }
}
