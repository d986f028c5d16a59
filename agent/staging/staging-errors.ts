import {
  conflict,
  defineErrors,
  machineFailed,
  neededThing,
  refused,
  workFailed,
  wrongUsage
} from '../define-errors.js'

export const stagingErrors = defineErrors({
  STAGING_NONE: {
    kind: 'caller',
    ...wrongUsage,
    text: { en: '{file} has no staging.', zh: '{file} 中没有配置 staging。' },
    hint: {
      en: 'Add "staging" with the cluster and the folder of the kustomization, or with charts.',
      zh: '请添加 "staging"：集群，以及 kustomization 所在目录或 Helm chart。'
    }
  },
  STAGING_CLUSTER_UNKNOWN: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'This machine knows no cluster named "{cluster}" for staging. It knows: {known}.',
      zh: '本机没有名为"{cluster}"的预发布集群。已有：{known}。'
    },
    hint: {
      en: 'Run it on a machine that does, or add the cluster to "staging" in its configuration.',
      zh: '请在配置了该集群的机器上运行，或在本机配置的 "staging" 中添加。'
    }
  },
  STAGING_NOT_ALLOWED: {
    kind: 'caller',
    ...refused,
    text: {
      en: '{who} may not change staging environments of {project} in the cluster {cluster}.',
      zh: '{who} 无权更改集群 {cluster} 中 {project} 的预发布环境。'
    },
    hint: {
      en: 'Its "projects" and "people" in the configuration of this machine say who may.',
      zh: '由本机配置中该集群的 "projects" 和 "people" 决定。'
    }
  },
  STAGING_NAME_INVALID: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: '"{name}" cannot be the name of an environment.',
      zh: '"{name}"不能作为环境的名称。'
    },
    hint: {
      en: 'Take that of a branch: 1 to 200 characters in any script, no control characters.',
      zh: '请使用分支名：1 至 200 个字符，文字不限，不含控制字符。'
    }
  },
  STAGING_UNKNOWN: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'The cluster {cluster} has no environment "{name}" of this project.',
      zh: '集群 {cluster} 中没有本项目的环境"{name}"。'
    },
    hint: {
      en: '"packline staging list" shows those that there are. Its time may be over.',
      zh: '"packline staging list" 可列出已有的环境。它可能已到期。'
    }
  },
  STAGING_TAKEN: {
    kind: 'caller',
    ...refused,
    text: {
      en:
        'The namespace {namespace} in {cluster} is there and was not made by packline for this environment.',
      zh: '{cluster} 中已有命名空间 {namespace}，但不是 packline 为该环境创建的。'
    },
    hint: {
      en: 'packline never touches it. Remove it by hand, or take another name.',
      zh: 'packline 不会动它。请手动删除，或换一个名称。'
    }
  },
  STAGING_ENDING: {
    kind: 'machine',
    ...conflict,
    text: {
      en: 'The environment is being removed from {cluster}: {reason}',
      zh: '该环境正在从 {cluster} 中删除：{reason}'
    },
    hint: {
      en: 'Try again when it is gone; "packline staging list" tells.',
      zh: '请等它消失后再试；可用 "packline staging list" 查看。'
    }
  },
  STAGING_OVERTAKEN: {
    kind: 'caller',
    ...conflict,
    retryable: false,
    text: {
      en: 'A newer run has taken the environment "{name}", or it is being removed.',
      zh: '环境"{name}"已被更新的一次运行接管，或正在被删除。'
    },
    hint: {
      en: 'Look at the newer run: it brings what was pushed last.',
      zh: '请查看较新的那次运行：它部署的是最后推送的内容。'
    }
  },
  STAGING_TOO_LONG: {
    kind: 'caller',
    ...wrongUsage,
    text: {
      en: 'An environment in {cluster} may live {most} hours from now; {hours} were asked for.',
      zh: '{cluster} 中的环境从现在起最多保留 {most} 小时，请求的是 {hours} 小时。'
    },
    hint: {
      en: 'Ask for less, and extend it with "packline staging extend" when it is still needed.',
      zh: '请缩短时间，届时仍需要时用 "packline staging extend" 延长。'
    }
  },
  STAGING_TOO_MANY: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'The cluster {cluster} has its {most} environments already.',
      zh: '集群 {cluster} 已有 {most} 个环境，达到上限。'
    },
    hint: {
      en:
        'End one that nobody needs: "packline staging list" shows them, "packline staging down" removes one.',
      zh: '请结束不再需要的环境："packline staging list" 可列出，"packline staging down" 可删除。'
    }
  },
  STAGING_BASE_INVALID: {
    kind: 'content',
    ...workFailed,
    text: { en: '{file}: {reason}', zh: '{file}：{reason}' },
    hint: {
      en: 'See "kubectl kustomize" on the base, "helm template" on the chart. All of it lies in the project.',
      zh: '可对基础目录运行 "kubectl kustomize"，对 chart 运行 "helm template"；内容都必须在项目之内。'
    }
  },
  STAGING_REFUSED: {
    kind: 'content',
    ...workFailed,
    text: { en: '{file}: {object} is refused: {reason}', zh: '{file}：拒绝 {object}：{reason}' },
    hint: {
      en: 'Take it out of the base or the chart; "kinds" in the configuration of the agent may allow more.',
      zh: '请将其从基础目录或 chart 中移除。可在代理配置的 "kinds" 中允许更多种类。'
    }
  },
  STAGING_INVALID: {
    kind: 'content',
    ...workFailed,
    text: { en: 'The manifests are not valid: {reason}', zh: '清单无效：{reason}' },
    hint: {
      en: 'Nothing was applied. "packline staging render" shows the manifests as the cluster gets them.',
      zh: '未应用任何内容。"packline staging render" 可显示集群收到的清单。'
    }
  },
  STAGING_SECRET: {
    kind: 'machine',
    ...machineFailed,
    text: { en: 'The secret "{secret}" cannot be read: {reason}', zh: '无法读取机密"{secret}"：{reason}' },
    hint: {
      en: 'Its files stand under "secrets" of the cluster in the configuration of this machine.',
      zh: '其文件在本机配置中该集群的 "secrets" 下指定。'
    }
  },
  STAGING_CONFLICT: {
    kind: 'caller',
    ...refused,
    text: {
      en: 'Somebody else changed what is to be applied: {reason}',
      zh: '要应用的内容已被他人更改：{reason}'
    },
    hint: {
      en: 'Ask who did it. With --force their change is replaced.',
      zh: '请询问更改者。使用 --force 会覆盖其更改。'
    }
  },
  STAGING_UNREACHABLE: {
    kind: 'machine',
    ...neededThing,
    text: { en: 'The cluster {cluster} is not reached: {reason}', zh: '无法连接集群 {cluster}：{reason}' },
    hint: {
      en: 'Look at the API server and at the way there; run again: what was done already is not done twice.',
      zh: '请检查 API 服务器和到它的网络；之后重新运行，已完成的部分不会重做。'
    }
  },
  STAGING_KUBECONFIG: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: '{file} does not lead to the cluster {cluster}: {reason}',
      zh: '{file} 无法用于连接集群 {cluster}：{reason}'
    },
    hint: {
      en: 'Name a file and one of its contexts: "kubectl config get-contexts" lists them.',
      zh: '请指定文件及其中的一个 context："kubectl config get-contexts" 可列出。'
    }
  },
  STAGING_FORBIDDEN: {
    kind: 'machine',
    ...neededThing,
    text: {
      en: 'The cluster {cluster} does not let packline {work}: {reason}',
      zh: '集群 {cluster} 不允许 packline 执行该操作（{work}）：{reason}'
    },
    hint: {
      en: 'Give the user of the kubeconfig the cluster role that docs/staging.md shows, or new credentials.',
      zh: '请为 kubeconfig 中的用户授予 docs/zh-CN/staging.md 所示的集群角色，或更换凭据。'
    }
  },
  STAGING_QUOTA: {
    kind: 'content',
    ...workFailed,
    text: { en: 'The quota in {cluster} is used up: {reason}', zh: '{cluster} 中的配额已用尽：{reason}' },
    hint: {
      en: 'Lower "replicas" or "limits" of the services, or raise "quota" in the configuration of the agent.',
      zh: '请降低服务的 "replicas" 或 "limits"，或提高代理配置中的 "quota"。'
    }
  },
  STAGING_IMAGE: {
    kind: 'content',
    ...workFailed,
    text: { en: '{workload} gets no image: {reason}', zh: '{workload} 无法获得镜像：{reason}' },
    hint: {
      en: 'Look at the name and the digest, and whether {namespace} has the login of the registry.',
      zh: '请检查名称和摘要，以及 {namespace} 中是否有镜像仓库的登录信息。'
    }
  },
  STAGING_ROLLOUT: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{workload} does not run after {seconds} s: {reason}',
      zh: '{workload} 在 {seconds} 秒内未能运行：{reason}'
    },
    hint: {
      en: 'It stays for a look: "kubectl describe" and "kubectl logs" in {namespace}.',
      zh: '环境会保留以便查看：在 {namespace} 中使用 "kubectl describe" 和 "kubectl logs"。'
    }
  },
  STAGING_SMOKE: {
    kind: 'content',
    ...workFailed,
    text: {
      en: '{service} runs, but does not answer as it should: {problem}',
      zh: '{service} 已运行，但应答不符合预期：{problem}'
    },
    hint: {
      en: 'Its "check" in packline.json says what is expected.',
      zh: '预期的应答见 packline.json 中该服务的 "check"。'
    }
  },
  STAGING_LEFT_OVER: {
    kind: 'machine',
    ...workFailed,
    text: {
      en: 'The namespace {namespace} is still being removed from {cluster}.',
      zh: '命名空间 {namespace} 仍在从 {cluster} 中删除。'
    },
    hint: {
      en: '"kubectl get namespace {namespace} -o yaml" says under "status" what holds it up.',
      zh: '"kubectl get namespace {namespace} -o yaml" 的 "status" 会说明受阻原因。'
    }
  },
  STAGING_SWEEP: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: '{count} {count#thing stands|things stand} against the clusters {clusters}.',
      zh: '集群 {clusters} 有 {count} 处问题。'
    },
    hint: { en: 'Each is told above.', zh: '上文逐一列出。' }
  },
  STAGING_FAILED: {
    kind: 'machine',
    ...machineFailed,
    text: {
      en: 'kubectl could not {work} in {cluster}: {reason}',
      zh: 'kubectl 在 {cluster} 中执行失败（{work}）：{reason}'
    },
    hint: {
      en: 'Run again: what was done already is not done twice.',
      zh: '请重新运行：已完成的部分不会重做。'
    }
  }
})
