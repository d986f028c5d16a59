import neostandard, { plugins } from 'neostandard'

const sources = ['agent/**/*.ts', 'scripts/**/*.ts', 'test/**/*.ts']
const subtest = { from: 'package', package: '@tapjs/core', name: 'PromiseWithSubtest' }

export default [
  // How code looks is dprint's affair.
  ...neostandard({
    ts: true,
    noStyle: true,
    ignores: ['dist/', 'dist-*/', '.tap/', 'resources/', 'node_modules/', '.stryker/']
  }),
  {
    rules: {
      // Names and texts are searched for control characters on purpose; tests write what Groovy and Grafana read.
      'no-control-regex': 'off',
      'no-template-curly-in-string': 'off'
    }
  },
  {
    files: sources,
    plugins: { '@typescript-eslint': plugins['typescript-eslint'].plugin },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A subtest that nobody awaits is waited for by its parent; `t.rejects` and `t.resolves` must be awaited.
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafePromises: [subtest] }],
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error'
    }
  },
  {
    files: ['agent/**/*.ts'],
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'max-len': ['error', { code: 110, ignoreRegExpLiterals: true, ignoreUrls: true }],
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true }]
    }
  }
]
