import type { FromSchema } from 'json-schema-to-ts'
import { atlasOptionsSchema } from './atlas-rule-schema.js'

export const imageOptionsSchema = {
  type: 'object',
  additionalProperties: false,
  description: 'Options of the image processor',
  properties: {
    scales: {
      ...atlasOptionsSchema.properties.scales,
      description:
        'One picture per scale; {scale} in the output names it, else @SCALEx is appended for scales ' +
        'other than 1'
    },
    maxWidth: {
      type: 'integer',
      minimum: 1,
      maximum: 16384,
      description: 'Shrink wider pictures to this width, keeping the proportions'
    },
    maxHeight: {
      type: 'integer',
      minimum: 1,
      maximum: 16384,
      description: 'Shrink higher pictures to this height, keeping the proportions'
    },
    textureFormat: {
      enum: ['same', 'png', 'png8', 'webp', 'jpeg'],
      default: 'same',
      description: 'Picture format of the output'
    },
    quality: {
      type: 'integer',
      minimum: 1,
      maximum: 100,
      default: 90,
      description: 'Quality of png8, jpeg and lossy webp; 100 makes webp lossless'
    }
  }
} as const

export type ImageOptions = FromSchema<typeof imageOptionsSchema>
