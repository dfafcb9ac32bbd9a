package latchkey.files;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MediaTypeRegistry;
import org.apache.tika.mime.MimeTypes;

/// What a file is, by its first bytes and, where they leave it open, its name.
final class FileTypes {
  /// How many first bytes tell.
  static final int HEAD = 64 * 1024;

  private static final Set<String> PROGRAMS =
      Set.of(
          "application/x-dosexec",
          "application/x-msdownload",
          "application/x-ms-installer",
          "application/x-elf",
          "application/x-executable",
          "application/x-sharedlib",
          "application/x-object",
          "application/x-mach-o",
          "application/x-mach-o-executable",
          "application/java-archive",
          "application/java-vm",
          "application/vnd.android.package-archive",
          "application/x-debian-package",
          "application/x-rpm",
          "application/vnd.ms-htmlhelp",
          "application/x-iso9660-image",
          "application/x-apple-diskimage",
          "application/x-chrome-package",
          "application/x-xpinstall",
          "application/x-sh",
          "application/x-bat",
          "application/javascript",
          "text/javascript",
          "text/x-vbscript");

  /// A kind of JavaScript by its syntax, and nothing that is run.
  private static final String DATA = "application/json";

  /// What people's machines run, install, mount or follow when it is opened, whatever is in it.
  private static final Set<String> ENDINGS =
      Stream.of(
              // programs, their parts and packages
              "apk app appimage appref-ms appx appxbundle class com cpl crx deb dll drv ear exe",
              "flatpak flatpakref gadget jar jnlp mpkg msi msix msixbundle msp mst msu ocx pif pkg",
              "rpm run scr snap sys war xbap xll xpi",
              // scripts
              "applescript bash bat cjs cmd command csh fish hta js jse ksh mjs php phar pl pm",
              "ps1 ps1xml ps2 psc1 psd1 psm1 py pyc pyw pyz rb scpt sct sh tool vb vbe vbs",
              "wsc wsf wsh zsh",
              // what says what is to be run, set or connected to
              "application chm desktop diagcab hlp inf ins isp job library-ms lnk msc reg rgs scf",
              "search-ms searchconnector-ms settingcontent-ms terminal theme themepack url webloc",
              "website workflow",
              // disks
              "dmg img iso vhd vhdx")
          .flatMap(some -> Arrays.stream(some.split(" ", -1)))
          .collect(Collectors.toUnmodifiableSet());

  private FileTypes() {}

  /// Its media type, as `image/png`.
  static String of(byte[] head, String name) {
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    try {
      return MimeTypes.getDefaultMimeTypes()
          .detect(new ByteArrayInputStream(head), metadata)
          .getBaseType()
          .toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // bytes in memory are always read
    }
  }

  /// A program or a script, by what is in it or by how it would be opened.
  static boolean isExecutable(byte[] head, String name, String type) {
    boolean script = head.length > 1 && head[0] == '#' && head[1] == '!';
    return script || ENDINGS.contains(ending(name)) || isProgram(type);
  }

  private static String ending(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static boolean isProgram(String type) {
    MediaTypeRegistry registry = MimeTypes.getDefaultMimeTypes().getMediaTypeRegistry();
    MediaType one = MediaType.parse(type);
    while (one != null && !one.toString().equals(DATA)) {
      if (PROGRAMS.contains(one.toString())) {
        return true;
      }
      one = registry.getSupertype(one);
    }
    return false;
  }
}
