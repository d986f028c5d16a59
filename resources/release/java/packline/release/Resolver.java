package packline.release;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chooses a target by the document that packline keeps in ZooKeeper, as docs/resolve.md says. Keeps nothing between calls. */
public final class Resolver {
    private final Map<String, Object> environments;
    private final List<Object> targets;

    public Resolver(Map<String, Object> document) {
        if (!Double.valueOf(1).equals(document.get("format"))) throw new IllegalArgumentException("a document of format 1 is needed");
        environments = object(document.get("environments"));
        targets = list(document.get("targets"));
    }

    /** The answer for a client at a moment, in milliseconds since 1970. */
    public Map<String, Object> resolve(Map<String, Object> context, double now) {
        for (Object each : targets) {
            Map<String, Object> target = object(each);
            if (!matches(object(target.get("match")), context)) continue;
            if (!target.containsKey("rollout")) return answer(target, context, reason("matched"));
            Map<String, Object> rollout = object(target.get("rollout"));
            double share = share(rollout, now);
            Double bucket = bucket(rollout, context);
            if (bucket == null ? share >= 10_000 : bucket < share) {
                Map<String, Object> reason = reason("rollout");
                reason.put("bucket", bucket);
                reason.put("share", share);
                return answer(target, context, reason);
            }
        }
        return answer(Collections.emptyMap(), context, reason("no-target"));
    }

    private static boolean matches(Map<String, Object> match, Map<String, Object> context) {
        for (String name : List.of("appId", "platform", "channel")) {
            if (match.containsKey(name) && !list(match.get(name)).contains(context.get(name))) return false;
        }
        return (!match.containsKey("version") || isInVersions(object(match.get("version")), Version.parse(context.get("version")))) &&
            (!match.containsKey("build") || isInBuilds(object(match.get("build")), context.get("build")));
    }

    private static boolean isInVersions(Map<String, Object> range, long[] version) {
        if (version == null) return false;
        return (!range.containsKey("equals") || Version.compare(version, Version.parse(range.get("equals"))) == 0) &&
            (!range.containsKey("from") || Version.compare(version, Version.parse(range.get("from"))) >= 0) &&
            (!range.containsKey("below") || Version.compare(version, Version.parse(range.get("below"))) < 0);
    }

    private static boolean isInBuilds(Map<String, Object> range, Object value) {
        if (!(value instanceof Double)) return false;
        double build = (Double) value;
        return (!range.containsKey("equals") || build == (Double) range.get("equals")) &&
            (!range.containsKey("from") || build >= (Double) range.get("from")) &&
            (!range.containsKey("below") || build < (Double) range.get("below"));
    }

    /** The share of the last step that has begun; a pause stops the clock. */
    private static double share(Map<String, Object> rollout, double now) {
        double until = rollout.containsKey("pausedAt") ? Math.min(now, (Double) rollout.get("pausedAt")) : now;
        double share = (Double) rollout.get("share");
        for (Object each : list(rollout.get("schedule"))) {
            Map<String, Object> step = object(each);
            if ((Double) step.get("at") <= until) share = (Double) step.get("share");
        }
        return share;
    }

    private static Double bucket(Map<String, Object> rollout, Map<String, Object> context) {
        Object id = context.get((String) rollout.get("by"));
        if (!(id instanceof String) || ((String) id).isEmpty()) return null;
        return (double) Murmur3.bucket((String) rollout.get("salt"), (String) id);
    }

    private Map<String, Object> answer(Map<String, Object> target, Map<String, Object> context, Map<String, Object> reason) {
        Map<String, Object> servers = new LinkedHashMap<>();
        object(environments.get((String) target.get("environment"))).forEach((name, service) -> servers.put(name, object(service).get("addresses")));
        Map<String, Object> hotUpdate = target.containsKey("hotUpdate") ? told(object(target.get("hotUpdate")), context) : null;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("target", target.get("id"));
        answer.put("environment", target.get("environment"));
        answer.put("servers", servers);
        answer.put("hotUpdate", hotUpdate);
        answer.put("reason", reason);
        return answer;
    }

    /** The line of the client's own version, where there are lines. */
    private static Map<String, Object> told(Map<String, Object> hotUpdate, Map<String, Object> context) {
        long[] version = Version.parse(context.get("version"));
        Map<String, Object> found = hotUpdate;
        if (hotUpdate.containsKey("lines") && version != null) {
            found = null;
            for (Map.Entry<String, Object> line : object(hotUpdate.get("lines")).entrySet()) {
                if (Version.compare(version, Version.parse(line.getKey())) == 0) found = object(line.getValue());
            }
        }
        if (found == null) return null;
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("version", found.get("version"));
        told.put("url", found.get("url"));
        if (found.containsKey("ended")) told.put("ended", found.get("ended"));
        return told;
    }

    private static Map<String, Object> reason(String code) {
        Map<String, Object> reason = new LinkedHashMap<>();
        reason.put("code", code);
        return reason;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Object value) {
        return value == null ? Collections.emptyMap() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }
}
