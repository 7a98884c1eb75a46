#include "store/sqlite/gathering_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

namespace walkie {

struct GatheringVfs::Layer {
  sqlite3_vfs* below = nullptr;
  sqlite3_vfs vfs{};
  std::string name;
};

namespace {

// The log as SQLite sees it; the real file's space follows it (`szOsFile`).
struct Log {
  sqlite3_file base{};
  std::unique_ptr<char[]> waiting;
  std::size_t room = 0;      // of `waiting`; 0: every write goes straight
  std::size_t size = 0;      // bytes that wait
  sqlite3_int64 offset = 0;  // where in the file they belong

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  sqlite3_int64 end() const { return offset + static_cast<sqlite3_int64>(size); }

  // What could not be written is dropped: it belongs to a commit that fails with this code, and
  // frames beyond the last commit mean nothing.
  int flush() {
    if (size == 0) return SQLITE_OK;
    const int amount = static_cast<int>(std::exchange(size, 0));
    return real()->pMethods->xWrite(real(), waiting.get(), amount, offset);
  }

  int write(const char* bytes, std::size_t amount, sqlite3_int64 at) {
    // SQLite goes back to the header of a frame it has just written, to correct its checksum.
    const bool inside = size > 0 && at >= offset && at <= end();
    const std::size_t from = inside ? static_cast<std::size_t>(at - offset) : 0;
    if (!inside || from + amount > room) {
      if (const int code = flush(); code != SQLITE_OK) return code;
      if (amount > room) {
        return real()->pMethods->xWrite(real(), bytes, static_cast<int>(amount), at);
      }
      offset = at;
      std::memcpy(waiting.get(), bytes, amount);
      size = amount;
      return SQLITE_OK;
    }
    std::memcpy(waiting.get() + from, bytes, amount);
    size = std::max(size, from + amount);
    return SQLITE_OK;
  }
};

Log* log_of(sqlite3_file* file) { return reinterpret_cast<Log*>(file); }

int close_log(sqlite3_file* file) {
  Log* log = log_of(file);
  const int flushed = log->flush();
  const int closed = log->real()->pMethods->xClose(log->real());
  std::destroy_at(log);
  return flushed != SQLITE_OK ? flushed : closed;
}

int write_log(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 at) {
  return log_of(file)->write(static_cast<const char*>(bytes), static_cast<std::size_t>(amount), at);
}

// What asks the file for its state finds it as if each write had gone through.
template <auto Method, class... Arguments>
int after_flush(sqlite3_file* file, Arguments... arguments) {
  Log* log = log_of(file);
  if (const int code = log->flush(); code != SQLITE_OK) return code;
  return (log->real()->pMethods->*Method)(log->real(), arguments...);
}

template <auto Method, class... Arguments>
int straight(sqlite3_file* file, Arguments... arguments) {
  Log* log = log_of(file);
  return (log->real()->pMethods->*Method)(log->real(), arguments...);
}

// Version 1: shared memory and memory maps belong to the database's own file.
constexpr sqlite3_io_methods methods_of_log() {
  using Methods = sqlite3_io_methods;
  Methods methods{};
  methods.iVersion = 1;
  methods.xClose = close_log;
  methods.xWrite = write_log;
  methods.xRead = after_flush<&Methods::xRead>;
  methods.xTruncate = after_flush<&Methods::xTruncate>;
  methods.xSync = after_flush<&Methods::xSync>;
  methods.xFileSize = after_flush<&Methods::xFileSize>;
  methods.xFileControl = after_flush<&Methods::xFileControl>;
  methods.xLock = straight<&Methods::xLock>;
  methods.xUnlock = straight<&Methods::xUnlock>;
  methods.xCheckReservedLock = straight<&Methods::xCheckReservedLock>;
  methods.xSectorSize = straight<&Methods::xSectorSize>;
  methods.xDeviceCharacteristics = straight<&Methods::xDeviceCharacteristics>;
  return methods;
}

constexpr sqlite3_io_methods log_methods = methods_of_log();

sqlite3_vfs* below(sqlite3_vfs* vfs) {
  return static_cast<GatheringVfs::Layer*>(vfs->pAppData)->below;
}

// A VFS finds its own data by the pointer it is called with.
template <auto Method, class... Arguments>
int passed_on(sqlite3_vfs* vfs, Arguments... arguments) {
  return (below(vfs)->*Method)(below(vfs), arguments...);
}

int characteristics_of(sqlite3_file* file) { return file->pMethods->xDeviceCharacteristics(file); }

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags, int* out) {
  if ((flags & SQLITE_OPEN_WAL) == 0) return below(vfs)->xOpen(below(vfs), path, file, flags, out);
  Log* log = new (file) Log;
  const int code = below(vfs)->xOpen(below(vfs), path, log->real(), flags, out);
  if (code != SQLITE_OK) {
    // SQLite closes a file whose methods are set, even when opening it failed.
    if (log->real()->pMethods != nullptr) log->real()->pMethods->xClose(log->real());
    std::destroy_at(log);
    file->pMethods = nullptr;
    return code;
  }
  // Without this promise SQLite fills the last sector of a commit with copies of its last frame and
  // syncs before the end of those; then what is written last would wait here while it is read.
  if ((characteristics_of(log->real()) & SQLITE_IOCAP_POWERSAFE_OVERWRITE) != 0) {
    log->room = GatheringVfs::capacity;
    log->waiting = std::make_unique<char[]>(log->room);
  }
  log->base.pMethods = &log_methods;
  return SQLITE_OK;
}

}  // namespace

GatheringVfs::GatheringVfs(const std::string& below) : layer_(std::make_unique<Layer>()) {
  layer_->below = sqlite3_vfs_find(below.empty() ? nullptr : below.c_str());
  layer_->name = "gathering-" + std::to_string(reinterpret_cast<std::uintptr_t>(layer_.get()));
  if (layer_->below == nullptr) return;  // the name stays unknown to SQLite
  layer_->vfs = *layer_->below;
  layer_->vfs.szOsFile = static_cast<int>(sizeof(Log)) + layer_->below->szOsFile;
  layer_->vfs.zName = layer_->name.c_str();
  layer_->vfs.pNext = nullptr;
  layer_->vfs.pAppData = layer_.get();
  using Vfs = sqlite3_vfs;
  layer_->vfs.xOpen = open_file;
  layer_->vfs.xDelete = passed_on<&Vfs::xDelete>;
  layer_->vfs.xAccess = passed_on<&Vfs::xAccess>;
  layer_->vfs.xFullPathname = passed_on<&Vfs::xFullPathname>;
  layer_->vfs.xRandomness = passed_on<&Vfs::xRandomness>;
  layer_->vfs.xSleep = passed_on<&Vfs::xSleep>;
  layer_->vfs.xCurrentTime = passed_on<&Vfs::xCurrentTime>;
  layer_->vfs.xCurrentTimeInt64 = passed_on<&Vfs::xCurrentTimeInt64>;
  layer_->vfs.xGetLastError = passed_on<&Vfs::xGetLastError>;
  sqlite3_vfs_register(&layer_->vfs, 0);
}

GatheringVfs::~GatheringVfs() {
  if (layer_->below != nullptr) sqlite3_vfs_unregister(&layer_->vfs);
}

const std::string& GatheringVfs::name() const { return layer_->name; }

}  // namespace walkie
