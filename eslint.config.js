import neostandard from 'neostandard'

export default [
  ...neostandard({ ts: true, ignores: ['dist/', 'dist-*/', '.tap/', 'resources/', 'node_modules/'] }),
  {
    rules: {
      'max-lines': ['error', { max: 400 }]
    }
  }
]
