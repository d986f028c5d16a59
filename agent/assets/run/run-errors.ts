import { defineErrors, neededThing, workFailed, wrongUsage } from '../../define-errors.js'

export const runErrors = defineErrors({
  PLAN_UNKNOWN_RULE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The project file has no rule "{rule}".',
      zh: '项目文件中没有规则 "{rule}"。'
    },
    hint: {
      en: 'Name one of assets.rules in packline.json; "packline assets plan" lists them.',
      zh: '请使用 packline.json 中 assets.rules 的规则名；"packline assets plan" 会列出规则。'
    }
  },
  PLAN_OUTPUT_COLLISION: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{path} would be written by {first} and by {second}.',
      zh: '{path} 会同时被 {first} 和 {second} 写入。'
    },
    hint: {
      en: 'Give one of the rules another output; names that differ only in case are one file on many ' +
        'machines.',
      zh: '请为其中一个规则指定其他输出位置；仅大小写不同的名字在许多机器上是同一个文件。'
    }
  },
  PLAN_CYCLE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'The rule {rule} takes files from {folder}, where packline writes.',
      zh: '规则 {rule} 从 packline 的输出目录 {folder} 读取文件。'
    },
    hint: {
      en: 'Let include name sources only.',
      zh: 'include 只应指定源文件。'
    }
  },
  PLAN_NOTHING_MATCHES: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'The include {include} of the rule {rule} matches no file. What is published stays.',
      zh: '规则 {rule} 的 include {include} 没有匹配任何文件。已发布的内容保持不变。'
    },
    hint: {
      en: 'Look at upper and lower case and at slashes (a backslash takes the meaning from the next sign), ' +
        'or say "allowEmpty": true in the rule.',
      zh: '请检查大小写和斜杠（反斜杠会取消下一个字符的含义），或在该规则中设置 "allowEmpty": true。'
    }
  },
  PLAN_FOLDER_MISSING: {
    kind: 'content',
    ...workFailed,
    text: {
      en: 'There is no {folder}, from which the rule {rule} takes {include}. What is published stays.',
      zh: '找不到 {folder}，规则 {rule} 要从中读取 {include}。已发布的内容保持不变。'
    },
    hint: {
      en: 'Was it renamed? If it may be missing, say "allowEmpty": true in the rule.',
      zh: '它是否已改名？如果允许缺失，请在该规则中设置 "allowEmpty": true。'
    }
  },
  OUTPUT_NOT_OURS: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{path} is in the way: packline did not write it, so it is left as it is.',
      zh: '{path} 挡住了输出：它不是 packline 写的，因此保持原样。'
    },
    hint: {
      en: 'Move it away, or give the rule another output.',
      zh: '请将其移走，或为该规则指定其他输出位置。'
    }
  },
  OUTPUT_LEAVES_PROJECT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{folder} is a link to {target}, which is no folder of the project: nothing was written there.',
      zh: '{folder} 是指向 {target} 的链接，而后者不是项目中的目录：没有写入任何内容。'
    },
    hint: {
      en: 'If they belong there, say "outsideProject": true in assets of the project file. Neither the ' +
        'project nor a folder above it can be the output.',
      zh: '如果输出确实应放在那里，请在项目文件的 assets 中设置 "outsideProject": true。' +
        '项目目录本身及其上级目录不能作为输出。'
    }
  },
  SHARD_WITHOUT_CACHE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'Shards need a cache that the nodes share, and this one has none.',
      zh: '分片需要各节点共享的缓存，而本节点没有。'
    },
    hint: {
      en: "Name one under cache.remote in the agent's configuration of every node; docs/scale.md shows an " +
        'nginx that does it.',
      zh: '请在每个节点的代理配置中用 cache.remote 指定；docs/zh-CN/scale.md 中有一个可用的 nginx 配置。'
    }
  },
  SHARD_CACHE_READ_ONLY: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'This node may send nothing to the shared cache {place}: what it made as a shard, nobody would ' +
        'get.',
      zh: '本节点不得向共享缓存 {place} 发送任何内容：它作为分片构建的结果，别人拿不到。'
    },
    hint: {
      en: 'Let it write ("access": "read-write" in cache.remote, no --cache=read, a user whom the server ' +
        'lets write), or build without shards: branches that nobody has looked at are built so.',
      zh:
        '请允许它写入（cache.remote 中的 "access": "read-write"，不用 --cache=read，服务器允许该用户写入），' +
        '或者不用分片构建：无人审阅过的分支应当如此构建。'
    }
  },
  SHARD_PLAN_UNREADABLE: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} is no plan with a shard {shard}.',
      zh: '{file} 不是包含分片 {shard} 的计划。'
    },
    hint: {
      en: 'It is what "packline assets plan --shards N --json" prints.',
      zh: '它应是 "packline assets plan --shards N --json" 的输出。'
    }
  },
  SHARD_PLAN_NOT_FETCHED: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The shared cache {place} does not give the plan of the shards: {reason}.',
      zh: '共享缓存 {place} 没有给出分片的计划：{reason}。'
    },
    hint: {
      en: 'The build that joins makes what this shard leaves out. "packline doctor" looks at the cache.',
      zh: '本分片没有构建的部分由汇合的构建完成。"packline doctor" 会检查该缓存。'
    }
  },
  SHARD_PARAMETERS_DIFFER: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'Shard {shard} would be built with other parameters than its plan: {options}.',
      zh: '分片 {shard} 的参数与其计划不同，计划中为：{options}。'
    },
    hint: {
      en: 'Somebody set a parameter after the plan was made. Give the shard these, or plan again.',
      zh: '制定计划之后有人设置了参数。请把这些值交给该分片，或重新制定计划。'
    }
  },
  SHARD_CHECKOUT_DIFFERS: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '{file} is not here as the plan saw it: this checkout is another one.',
      zh: '{file} 与计划看到的不同：本节点检出的不是同一份内容。'
    },
    hint: {
      en:
        'Check out the commit that was planned, not the newest of the branch, with the same LFS files and ' +
        'line endings. What this shard leaves out, the build that joins makes.',
      zh: '请检出制定计划时的提交，而不是分支的最新提交，并使用相同的 LFS 文件和换行方式。' +
        '本分片没有构建的部分由汇合的构建完成。'
    }
  },
  RUN_FAILED: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{count} {count#action|actions} failed; nothing was published:\n{list}',
      zh: '{count} 个动作失败；未发布任何内容：\n{list}'
    },
    hint: {
      en: 'Mend what each line says and run again; what did not fail is not made twice.',
      zh: '请按每一行的说明修正后重新运行；没有失败的部分不会重做。'
    }
  }
})
