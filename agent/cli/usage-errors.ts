import { defineErrors, wrongUsage } from '../define-errors.js'

/** How packline is called, and by which version of the Jenkins library. */
export const usageErrors = defineErrors({
  USAGE_UNKNOWN_COMMAND: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no command "{command}".',
      zh: '没有命令 "{command}"。'
    },
    hint: {
      en: 'Commands are {commands}. "packline help" tells of each.',
      zh: '可用的命令有 {commands}。"packline help" 说明每一个。'
    }
  },
  USAGE_UNKNOWN_OPTION: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{command} has no option {option}.',
      zh: '{command} 没有选项 {option}。'
    },
    hint: {
      en: 'Its options are {options}. Run "packline {called} --help".',
      zh: '它的选项有 {options}。运行 "packline {called} --help" 查看用法。'
    }
  },
  USAGE_BAD_VALUE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{option} is {value}; expected {expected}.',
      zh: '{option} 的值是 {value}；应为 {expected}。'
    },
    hint: {
      en: 'Run "packline {called} --help".',
      zh: '运行 "packline {called} --help" 查看用法。'
    }
  },
  USAGE_MISSING_ARGUMENT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{command} needs {argument}.',
      zh: '{command} 缺少参数 {argument}。'
    },
    hint: {
      en: 'Run "packline {called} --help".',
      zh: '运行 "packline {called} --help" 查看用法。'
    }
  },
  USAGE_UNEXPECTED_ARGUMENT: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{command} does not take the argument "{argument}"; expected "packline {usage}".',
      zh: '{command} 不接受参数 "{argument}"；应写作 "packline {usage}"。'
    },
    hint: {
      en: 'Run "packline {called} --help".',
      zh: '运行 "packline {called} --help" 查看用法。'
    }
  },
  USAGE_UNKNOWN_TOPIC: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'There is no command, group, error, field or topic "{topic}".',
      zh: '没有名为 "{topic}" 的命令、命令组、错误、字段或主题。'
    },
    hint: {
      en: 'Run "packline help" for the commands; topics are {topics}.',
      zh: '运行 "packline help" 查看命令；主题有 {topics}。'
    }
  },
  USAGE_SEPARATOR_MISSING: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '"--" is missing before "{argument}": what comes after it is the command that {command} runs.',
      zh: '"{argument}" 之前缺少 "--"：它之后的内容才是 {command} 要运行的命令。'
    },
    hint: { en: 'packline {usage}', zh: 'packline {usage}' }
  },
  LIBRARY_TOO_OLD: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The Jenkins library is version {library}, too old for packline {packline} on this node.',
      zh: 'Jenkins 共享库版本为 {library}，对本节点上的 packline {packline} 来说过旧。'
    },
    hint: {
      en: 'Update the library: raise its version in @Library or in the Jenkins configuration.',
      zh: '请更新共享库：在 @Library 或 Jenkins 配置中提高其版本。'
    }
  },
  LIBRARY_TOO_NEW: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The Jenkins library is version {library} and works with packline {agents}; here is {packline}.',
      zh: 'Jenkins 共享库版本为 {library}，适用于 packline {agents}；本节点上是 {packline}。'
    },
    hint: {
      en: 'Update packline on this node, or take an older version of the library in @Library.',
      zh: '请更新本节点上的 packline，或在 @Library 中使用较旧的共享库版本。'
    }
  },
  LIBRARY_UNKNOWN_VERSION: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'PACKLINE_LIBRARY is {library}; expected a version such as 0.1.0.',
      zh: 'PACKLINE_LIBRARY 为 {library}；应为 0.1.0 这样的版本号。'
    },
    hint: {
      en: 'The Jenkins library sets this variable. Unset it where packline is called by hand.',
      zh: '该变量由 Jenkins 共享库设置。手动运行 packline 时请取消设置。'
    }
  }
})
