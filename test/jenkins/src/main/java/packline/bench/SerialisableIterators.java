package packline.bench;

import com.cloudbees.groovy.cps.impl.Caller;
import java.io.Serializable;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * A category like the one that Jenkins runs scripts under: loops over lists, sets and arrays, and over a map's entrySet, keySet
 * and values, can be saved half way. A loop over a map itself cannot, there as here.
 */
public final class SerialisableIterators {
  private SerialisableIterators() {}

  private static final class Cursor<E> implements Iterator<E>, Serializable {
    private final List<E> list;
    private int next;

    Cursor(List<E> list) {
      this.list = list;
    }

    @Override
    public boolean hasNext() {
      return next < list.size();
    }

    @Override
    public E next() {
      if (!hasNext()) throw new NoSuchElementException();
      return list.get(next++);
    }
  }

  public static <E> Iterator<E> iterator(List<E> list) {
    return new Cursor<>(list);
  }

  public static <E> Iterator<E> iterator(Set<E> set) {
    return new Cursor<>(new ArrayList<>(set));
  }

  public static <E> Iterator<E> iterator(E[] array) {
    return new Cursor<>(Arrays.asList(array));
  }

  public static <K, V> Set<Map.Entry<K, V>> entrySet(Map<K, V> map) {
    if (isPlainJava(map, "entrySet")) return map.entrySet();
    Set<Map.Entry<K, V>> copies = new LinkedHashSet<>();
    for (Map.Entry<K, V> entry : map.entrySet()) copies.add(new SimpleImmutableEntry<>(entry));
    return copies;
  }

  public static <K> Set<K> keySet(Map<K, ?> map) {
    return isPlainJava(map, "keySet") ? map.keySet() : new LinkedHashSet<>(map.keySet());
  }

  public static <V> Collection<V> values(Map<?, V> map) {
    return isPlainJava(map, "values") ? map.values() : new ArrayList<>(map.values());
  }

  private static boolean isPlainJava(Object map, String method) {
    return !Caller.isAsynchronous(map, method) && !Caller.isAsynchronous(SerialisableIterators.class, method, map);
  }
}
