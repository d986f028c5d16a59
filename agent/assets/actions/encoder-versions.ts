/**
 * Versions of the libraries that make an output's bytes: parts of action keys. A test holds them to
 * package.json.
 */
export const encoderVersions = { '@napi-rs/image': '1.15.0', fflate: '0.8.3', sharp: '0.35.5' } as const
