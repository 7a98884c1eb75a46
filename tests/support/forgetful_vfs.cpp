#include "tests/support/forgetful_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>
#include <new>
#include <optional>
#include <vector>

#include "base/assert.h"

namespace walkie::testing {
namespace {

constexpr std::size_t sector = 512;

// A write, or a truncation when `bytes` is not set.
struct Change {
  sqlite3_int64 offset = 0;
  std::optional<std::string> bytes;
};

// What a path looks like to the process, and what of that the disk does not have yet.
struct Image {
  std::string content;
  std::vector<Change> unsynced;
};

void made_in(std::string& content, const Change& change) {
  const auto offset = static_cast<std::size_t>(change.offset);
  if (!change.bytes) {
    content.resize(offset);
    return;
  }
  if (content.size() < offset + change.bytes->size()) content.resize(offset + change.bytes->size());
  std::memcpy(content.data() + offset, change.bytes->data(), change.bytes->size());
}

struct File {
  sqlite3_file base{};
  ForgetfulVfs::Disk* disk = nullptr;
  std::shared_ptr<Image> image;
  int life = 0;

  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File* file_of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }

}  // namespace

struct ForgetfulVfs::Disk {
  explicit Disk(Random& r) : random(r) {}

  Random& random;
  sqlite3_vfs* real = sqlite3_vfs_find(nullptr);
  sqlite3_vfs vfs{};
  std::string name;
  mutable std::mutex mutex;
  std::map<std::string, std::shared_ptr<Image>> images;
  int life = 0;   // + 1 with every cut: files of an older life are dead
  int fuse = -1;  // writes and syncs left; -1: none
  bool powered = true;
  bool full = false;
  bool sync_fails = false;
  bool powersafe_overwrite = true;
  std::int64_t syncs = 0;
  std::int64_t writes = 0;

  bool alive(const File& file) const { return powered && file.life == life; }
  void cut() {
    powered = false;
    ++life;
    fuse = -1;
  }
  // Counts one write or sync; false when the power went with it.
  bool burn() {
    if (fuse < 0) return true;
    if (fuse-- > 0) return true;
    cut();
    return false;
  }
  void settle(const std::string& path, Image& image);
};

// Decides what of the unsynced changes the disk has after all, and writes that.
void ForgetfulVfs::Disk::settle(const std::string& path, Image& image) {
  std::vector<char> space(static_cast<std::size_t>(real->szOsFile));
  auto* file = reinterpret_cast<sqlite3_file*>(space.data());
  int flags = 0;
  const int code =
      real->xOpen(real, path.c_str(), file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_MAIN_DB, &flags);
  if (code != SQLITE_OK) {
    if (file->pMethods != nullptr) file->pMethods->xClose(file);
    return;  // it was deleted
  }
  for (Change& change : image.unsynced) {
    if (random.below(2) == 0) continue;
    if (!change.bytes) {
      file->pMethods->xTruncate(file, change.offset);
      continue;
    }
    std::size_t size = change.bytes->size();
    if (random.below(4) == 0) size = random.below(size / sector + 1) * sector;
    if (size == 0) continue;
    file->pMethods->xWrite(file, change.bytes->data(), static_cast<int>(size), change.offset);
  }
  file->pMethods->xClose(file);
}

namespace {

int close_file(sqlite3_file* handle) {
  File* file = file_of(handle);
  const int code = file->real()->pMethods->xClose(file->real());
  std::destroy_at(&file->image);
  return code;
}

int read_file(sqlite3_file* handle, void* out, int size, sqlite3_int64 offset) {
  File* file = file_of(handle);
  std::scoped_lock lock(file->disk->mutex);
  if (!file->disk->alive(*file)) return SQLITE_IOERR_READ;
  const std::string& content = file->image->content;
  const std::size_t from = std::min(content.size(), static_cast<std::size_t>(offset));
  const std::size_t got = std::min(content.size() - from, static_cast<std::size_t>(size));
  std::memcpy(out, content.data() + from, got);
  if (got == static_cast<std::size_t>(size)) return SQLITE_OK;
  std::memset(static_cast<char*>(out) + got, 0, static_cast<std::size_t>(size) - got);
  return SQLITE_IOERR_SHORT_READ;
}

int change_file(File* file, Change change) {
  made_in(file->image->content, change);
  file->image->unsynced.push_back(std::move(change));
  return SQLITE_OK;
}

int write_file(sqlite3_file* handle, const void* bytes, int size, sqlite3_int64 offset) {
  File* file = file_of(handle);
  std::scoped_lock lock(file->disk->mutex);
  if (!file->disk->alive(*file) || !file->disk->burn()) return SQLITE_IOERR_WRITE;
  ++file->disk->writes;
  const auto end = static_cast<std::size_t>(offset + size);
  if (file->disk->full && end > file->image->content.size()) return SQLITE_FULL;
  return change_file(
      file, {offset, std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))});
}

int truncate_file(sqlite3_file* handle, sqlite3_int64 size) {
  File* file = file_of(handle);
  std::scoped_lock lock(file->disk->mutex);
  if (!file->disk->alive(*file)) return SQLITE_IOERR_TRUNCATE;
  return change_file(file, {size, std::nullopt});
}

int sync_file(sqlite3_file* handle, int) {
  File* file = file_of(handle);
  std::scoped_lock lock(file->disk->mutex);
  if (!file->disk->alive(*file) || !file->disk->burn()) return SQLITE_IOERR_FSYNC;
  if (file->disk->sync_fails) return SQLITE_IOERR_FSYNC;
  ++file->disk->syncs;
  sqlite3_file* real = file->real();
  for (const Change& change : file->image->unsynced) {
    const int code =
        change.bytes ? real->pMethods->xWrite(real, change.bytes->data(),
                                              static_cast<int>(change.bytes->size()), change.offset)
                     : real->pMethods->xTruncate(real, change.offset);
    if (code != SQLITE_OK) return code;
  }
  file->image->unsynced.clear();
  return SQLITE_OK;
}

int size_of_file(sqlite3_file* handle, sqlite3_int64* size) {
  File* file = file_of(handle);
  std::scoped_lock lock(file->disk->mutex);
  *size = static_cast<sqlite3_int64>(file->image->content.size());
  return SQLITE_OK;
}

// What concerns locks and shared memory goes to the real file.
int lock_file(sqlite3_file* f, int l) {
  return file_of(f)->real()->pMethods->xLock(file_of(f)->real(), l);
}
int unlock_file(sqlite3_file* f, int l) {
  return file_of(f)->real()->pMethods->xUnlock(file_of(f)->real(), l);
}
int check_lock(sqlite3_file* f, int* out) {
  return file_of(f)->real()->pMethods->xCheckReservedLock(file_of(f)->real(), out);
}
int control_file(sqlite3_file* f, int op, void* arg) {
  // Growing the real file ahead would put bytes on the disk that were never synced.
  if (op == SQLITE_FCNTL_SIZE_HINT || op == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
  return file_of(f)->real()->pMethods->xFileControl(file_of(f)->real(), op, arg);
}
int sector_size(sqlite3_file*) { return static_cast<int>(sector); }
int characteristics(sqlite3_file* f) {
  std::scoped_lock lock(file_of(f)->disk->mutex);
  return file_of(f)->disk->powersafe_overwrite ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}
int shm_map(sqlite3_file* f, int page, int size, int extend, void volatile** out) {
  return file_of(f)->real()->pMethods->xShmMap(file_of(f)->real(), page, size, extend, out);
}
int shm_lock(sqlite3_file* f, int at, int n, int flags) {
  return file_of(f)->real()->pMethods->xShmLock(file_of(f)->real(), at, n, flags);
}
void shm_barrier(sqlite3_file* f) { file_of(f)->real()->pMethods->xShmBarrier(file_of(f)->real()); }
int shm_unmap(sqlite3_file* f, int remove) {
  return file_of(f)->real()->pMethods->xShmUnmap(file_of(f)->real(), remove);
}

const sqlite3_io_methods methods = {
    2,         close_file,  read_file,  write_file,   truncate_file, sync_file,       size_of_file,
    lock_file, unlock_file, check_lock, control_file, sector_size,   characteristics, shm_map,
    shm_lock,  shm_barrier, shm_unmap,  nullptr,      nullptr};

ForgetfulVfs::Disk* disk_of(sqlite3_vfs* vfs) {
  return static_cast<ForgetfulVfs::Disk*>(vfs->pAppData);
}

int load(sqlite3_file* real, std::string& content) {
  sqlite3_int64 size = 0;
  const int code = real->pMethods->xFileSize(real, &size);
  if (code != SQLITE_OK || size == 0) return code;
  content.resize(static_cast<std::size_t>(size));
  return real->pMethods->xRead(real, content.data(), static_cast<int>(size), 0);
}

int open_file(sqlite3_vfs* vfs, const char* path, sqlite3_file* handle, int flags, int* out) {
  ForgetfulVfs::Disk* disk = disk_of(vfs);
  constexpr int ours = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  handle->pMethods = nullptr;
  // Temporary files need no disk; a database without a name is one.
  if ((flags & ours) == 0 || path == nullptr) {
    return disk->real->xOpen(disk->real, path, handle, flags, out);
  }
  File* file = new (handle) File;
  std::scoped_lock lock(disk->mutex);
  const int code = disk->powered ? disk->real->xOpen(disk->real, path, file->real(), flags, out)
                                 : SQLITE_CANTOPEN;
  if (code != SQLITE_OK) {
    std::destroy_at(&file->image);
    handle->pMethods = nullptr;
    return code;
  }
  auto& image = disk->images[path];
  if (image == nullptr) {
    image = std::make_shared<Image>();
    load(file->real(), image->content);
  }
  file->disk = disk;
  file->image = image;
  file->life = disk->life;
  file->base.pMethods = &methods;
  return SQLITE_OK;
}

int delete_file(sqlite3_vfs* vfs, const char* path, int sync) {
  ForgetfulVfs::Disk* disk = disk_of(vfs);
  std::scoped_lock lock(disk->mutex);
  if (!disk->powered) return SQLITE_IOERR_DELETE;
  disk->images.erase(path);
  return disk->real->xDelete(disk->real, path, sync);
}

int access_file(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
  ForgetfulVfs::Disk* disk = disk_of(vfs);
  std::scoped_lock lock(disk->mutex);
  const auto it = disk->images.find(path);
  if (it == disk->images.end()) return disk->real->xAccess(disk->real, path, flags, out);
  *out = it->second->content.empty() ? 0 : 1;
  return SQLITE_OK;
}

}  // namespace

ForgetfulVfs::ForgetfulVfs(Random& random) : disk_(std::make_unique<Disk>(random)) {
  disk_->name = "forgetful-" + std::to_string(reinterpret_cast<std::uintptr_t>(disk_.get()));
  disk_->vfs = *disk_->real;
  disk_->vfs.szOsFile = static_cast<int>(sizeof(File)) + disk_->real->szOsFile;
  disk_->vfs.zName = disk_->name.c_str();
  disk_->vfs.pNext = nullptr;
  disk_->vfs.pAppData = disk_.get();
  disk_->vfs.xOpen = open_file;
  disk_->vfs.xDelete = delete_file;
  disk_->vfs.xAccess = access_file;
  WALKIE_ASSERT(sqlite3_vfs_register(&disk_->vfs, 0) == SQLITE_OK);
}

ForgetfulVfs::~ForgetfulVfs() { sqlite3_vfs_unregister(&disk_->vfs); }

const std::string& ForgetfulVfs::name() const { return disk_->name; }

void ForgetfulVfs::cut_power() {
  std::scoped_lock lock(disk_->mutex);
  disk_->cut();
}

void ForgetfulVfs::cut_power_after(int writes_and_syncs) {
  std::scoped_lock lock(disk_->mutex);
  disk_->fuse = writes_and_syncs;
}

bool ForgetfulVfs::powered() const {
  std::scoped_lock lock(disk_->mutex);
  return disk_->powered;
}

void ForgetfulVfs::restore_power() {
  std::scoped_lock lock(disk_->mutex);
  for (auto& [path, image] : disk_->images)
    disk_->settle(path, *image);
  disk_->images.clear();
  disk_->powered = true;
}

void ForgetfulVfs::set_full(bool full) {
  std::scoped_lock lock(disk_->mutex);
  disk_->full = full;
}

void ForgetfulVfs::set_sync_fails(bool fails) {
  std::scoped_lock lock(disk_->mutex);
  disk_->sync_fails = fails;
}

void ForgetfulVfs::set_powersafe_overwrite(bool promised) {
  std::scoped_lock lock(disk_->mutex);
  disk_->powersafe_overwrite = promised;
}

std::int64_t ForgetfulVfs::syncs() const {
  std::scoped_lock lock(disk_->mutex);
  return disk_->syncs;
}

std::int64_t ForgetfulVfs::writes() const {
  std::scoped_lock lock(disk_->mutex);
  return disk_->writes;
}

}  // namespace walkie::testing
