package packline.bench;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import org.jboss.marshalling.Marshaller;
import org.jboss.marshalling.MarshallingConfiguration;
import org.jboss.marshalling.SimpleClassResolver;
import org.jboss.marshalling.Unmarshaller;
import org.jboss.marshalling.river.RiverMarshallerFactory;

/** A controller restart: everything is saved and dropped, the classes are defined anew, and everything is read back. */
final class Restart {
  private final CompiledScripts scripts;
  private int count;

  Restart(CompiledScripts scripts) {
    this.scripts = scripts;
  }

  /** As Jenkins does it, with JBoss River; every fourth time also as Java writes objects, which is stricter and takes longer. */
  State of(State state) throws IOException, ClassNotFoundException {
    ClassLoader loader = scripts.loader(++count);
    State read = throughRiver(state, loader);
    return count % 4 == 0 ? throughJava(read, loader) : read;
  }

  private static State throughJava(State state, ClassLoader loader) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(saved)) {
      out.writeObject(state);
    } catch (NotSerializableException unnamed) {
      // River says which field holds it; Java would, too, but then takes almost twice as long for everything.
      throughRiver(state, loader);
      throw unnamed;
    }
    try (ObjectInputStream in = new LoaderInputStream(new ByteArrayInputStream(saved.toByteArray()), loader)) {
      return (State) in.readObject();
    }
  }

  private static State throughRiver(State state, ClassLoader loader) throws IOException, ClassNotFoundException {
    RiverMarshallerFactory factory = new RiverMarshallerFactory();
    ByteArrayOutputStream saved = new ByteArrayOutputStream();
    Marshaller marshaller = factory.createMarshaller(new MarshallingConfiguration());
    marshaller.start(org.jboss.marshalling.Marshalling.createByteOutput(saved));
    marshaller.writeObject(state);
    marshaller.finish();
    MarshallingConfiguration reading = new MarshallingConfiguration();
    reading.setClassResolver(new SimpleClassResolver(loader));
    Unmarshaller unmarshaller = factory.createUnmarshaller(reading);
    unmarshaller.start(org.jboss.marshalling.Marshalling.createByteInput(new ByteArrayInputStream(saved.toByteArray())));
    State read = (State) unmarshaller.readObject();
    unmarshaller.finish();
    return read;
  }

  private static final class LoaderInputStream extends ObjectInputStream {
    private final ClassLoader loader;

    LoaderInputStream(InputStream in, ClassLoader loader) throws IOException {
      super(in);
      this.loader = loader;
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
      try {
        return Class.forName(description.getName(), false, loader);
      } catch (ClassNotFoundException missing) {
        return super.resolveClass(description);
      }
    }
  }
}
