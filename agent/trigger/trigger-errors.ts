import { defineErrors, neededThing, workFailed, wrongUsage } from '../define-errors.js'

export const triggerErrors = defineErrors({
  REPOSITORY_COMMAND_FAILED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{command} failed for the repository {what}: {reason}',
      zh: '仓库 {what} 执行 {command} 失败：{reason}'
    },
    hint: {
      en: "Check url, user and tokenFile of the repository in the agent's configuration, and that the " +
        "agent's user may read it.",
      zh: '请检查代理配置中该仓库的 url、user 和 tokenFile，并确认代理的用户有读取权限。'
    }
  },
  REPOSITORY_RANGE_UNREADABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'What changed in the repository {what} up to {head} cannot be read, so everything counts as ' +
        'changed: {reason}',
      zh: '无法读取仓库 {what} 到 {head} 为止的改动，因此视为全部已更改：{reason}'
    },
    hint: {
      en: 'Everything is built once, and nothing is left out. Run git fsck in the copy below ' +
        'PACKLINE_HOME/trigger, or remove that copy, and report what the reason shows.',
      zh: '将完整构建一次，不会遗漏任何内容。请在 PACKLINE_HOME/trigger 下的副本中运行 git fsck，' +
        '或删除该副本，并反馈原因中的内容。'
    }
  },
  REPOSITORY_TOOL_MISSING: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{program} cannot be run on this machine: {reason}',
      zh: '本机无法运行 {program}：{reason}'
    },
    hint: {
      en: "Install {program} and put it on the agent's PATH.",
      zh: '请安装 {program}，并放入代理的 PATH。'
    }
  },
  REPOSITORY_TOOL_OLD: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{program} {found} on this machine is too old; {needed} or newer is needed.',
      zh: '本机的 {program} {found} 太旧，需要 {needed} 或更新的版本。'
    },
    hint: {
      en: "Install a newer {program} and put it on the agent's PATH, before the old one.",
      zh: '请安装更新的 {program}，并在代理的 PATH 中放在旧版本之前。'
    }
  },
  REPOSITORY_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The agent\'s configuration has no repository "{repository}".',
      zh: '代理配置中没有仓库 "{repository}"。'
    },
    hint: {
      en: 'Name one of "repositories" in the configuration; "packline trigger status" lists ' +
        'them.',
      zh: '请使用配置中 "repositories" 的名称；"packline trigger status" 会列出仓库。'
    }
  },
  HOOK_UNKNOWN_FORGE: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 404,
    text: {
      en: 'There are no hooks of "{forge}".',
      zh: '不支持 "{forge}" 的钩子。'
    },
    hint: {
      en: 'The address is /v1/hooks/gitlab, github, gitea, gitee, bitbucket or svn; ' +
        'docs/trigger.md shows each.',
      zh: '地址为 /v1/hooks/ 加代码托管平台的名称；docs/zh-CN/trigger.md 列出了每一种。'
    }
  },
  HOOK_REFUSED: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 401,
    text: {
      en: 'The hook is not signed with the secret of a configured repository.',
      zh: '钩子没有用任何已配置仓库的密钥签名。'
    },
    hint: {
      en: 'Give the forge the same secret as the file in repositories.NAME.secretFile holds.',
      zh: '请让代码托管平台使用与 repositories.NAME.secretFile 文件内容相同的密钥。'
    }
  },
  HOOK_UNKNOWN_REPOSITORY: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 404,
    text: {
      en: 'No configured repository is {address}.',
      zh: '没有配置仓库 {address}。'
    },
    hint: {
      en: "Compare repositories.NAME.url or project in the agent's configuration with the forge's address.",
      zh: '请对照代理配置中的 repositories.NAME.url 或 project 与代码托管平台上的地址。'
    }
  },
  HOOK_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: "The hook's payload cannot be used: {reason}",
      zh: '无法使用钩子的内容：{reason}'
    },
    hint: {
      en: 'Have the forge send pushes as JSON; docs/trigger.md shows the settings of each.',
      zh: '请让代码托管平台以 JSON 发送推送事件；各平台的设置见 docs/zh-CN/trigger.md。'
    }
  },
  HOOK_TOO_OLD: {
    kind: 'caller',
    ...wrongUsage,
    httpStatus: 401,
    text: {
      en: 'The hook was signed {seconds} seconds ago or ahead; at most {limit} are accepted.',
      zh: '钩子的签名时间相差 {seconds} 秒；最多允许 {limit} 秒。'
    },
    hint: {
      en: 'Check the clocks of the forge and of this machine.',
      zh: '请检查代码托管平台和本机的时钟。'
    }
  },
  TRIGGER_LOCAL_RUN_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The run in {folder} ended with status {status}: {reason}',
      zh: '在 {folder} 中的运行以状态 {status} 结束：{reason}'
    },
    hint: {
      en: 'Run "packline assets build" in that folder: it names the files.',
      zh: '请在该目录中运行 "packline assets build"，它会指出有问题的文件。'
    }
  },
  FORGE_REFUSED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The forge refuses to set a status ({address}): status {status}',
      zh: '代码托管平台拒绝设置提交状态（{address}）：状态码 {status}'
    },
    hint: {
      en: 'The token in tokenFile needs the right to set commit statuses (GitLab: api; GitHub: Commit ' +
        'statuses, write; Gitea: write:repository).',
      zh: 'tokenFile 中的令牌需要设置提交状态的权限（GitLab：api；GitHub：Commit statuses ' +
        '写权限；Gitea：write:repository）。'
    }
  },
  FORGE_LIMITED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The forge takes no more statuses for {seconds} seconds ({address}).',
      zh: '代码托管平台在 {seconds} 秒内不再接受提交状态（{address}）。'
    },
    hint: {
      en: 'Nothing is to be done: what is missing is set after that, the head of the branch first.',
      zh: '无需处理：之后会继续设置缺少的状态，分支最新提交优先。'
    }
  },
  FORGE_UNREACHABLE: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The forge does not answer ({address}): {reason}',
      zh: '代码托管平台没有应答（{address}）：{reason}'
    },
    hint: {
      en: "Check the repository's url in the configuration, and that this machine reaches the " +
        'forge.',
      zh: '请检查配置中该仓库的 url，并确认本机能访问代码托管平台。'
    }
  }
})
